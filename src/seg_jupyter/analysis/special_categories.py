"""Names that tell of special categories of personal data (GDPR Art. 9), as far as words can.

Names of the columns that a cell reads, of its lines and of its segments are looked at: what is
inferred is as protected as what was asked. Values are never looked at, nor texts that a column is
compared with. A name is taken apart at spaces, signs, digits and capitals, and whole words count,
in English: `health_status` and `healthStatus` tell, `healthy_snacks_bought` does not. A word that
mostly means something else counts only beside another (`union member`, not `western union`), or
where it is the whole name (`race`, not `race time`).
"""

from __future__ import annotations

import re

from seg_jupyter.engine.model import FittedModel

_WORDS = {
    "health": """
        health, healthcare, medical, medicine, medication, medicaid, medicare, clinic, clinical,
        hospital, pharmacy, pharmacies, pharmaceutical, prescription, patient, disease, illness,
        illnesses, sick, sickness, symptom, diagnosis, diagnoses, diagnosed, therapy, therapies,
        surgery, surgeries, disability, disabilities, handicapped, wheelchair, hearing impairment,
        visual impairment, pregnancy, pregnancies, pregnant, fertility, contraception,
        contraceptive, menopause, menstrual, abortion, cancer, diabetes, diabetic, insulin, asthma,
        epilepsy, dementia, autism, autistic, adhd, hiv, vaccine, vaccinated, vaccination, allergy,
        allergies, allergic, blood group, blood type, blood pressure, blood sugar, bmi, obese,
        obesity, mental, psychiatric, depression, anxiety, disorder, addiction, alcoholism""",
    "religion": """
        religion, religious, religiosity, faith, belief, creed, church, churches, mosque, synagogue,
        christian, christianity, catholic, protestant, muslim, islam, islamic, jewish, judaism,
        hindu, hinduism, buddhist, buddhism, sikh, atheist, kosher, halal""",
    "ethnic origin": """
        ethnicity, ethnicities, ethnic group, ethnic origin, ethnic background, ethnic minority,
        racial, skin color, skin colour, hispanic, latino, latina, indigenous, caste""",
    "politics": """
        political, politically, politics, party affiliation, party member, party membership,
        party preference, voter, voting intention, ideology, republican, democrat, left wing,
        right wing""",
    "union membership": """
        trade union, labor union, labour union, union member, union membership, union due,
        union status, unionised, unionized""",
    "sexuality": """
        sexual, sexuality, sex life, gender identity, gay, lesbian, bisexual, homosexual,
        heterosexual, queer, transgender, lgbt, lgbti, lgbtq, lgbtqia""",
    "biometrics": """
        biometric, fingerprint scan, face scan, face recognition, facial recognition, iris scan,
        retina scan, faceprint, voiceprint""",
    "genes": "genetic, genome, genomic, genotype, dna",
}
"""What Art. 9 protects, and the words that tell of it; a plural with s is meant too."""

_WHOLE_NAMES = {"race": "ethnic origin", "union": "union membership", "unions": "union membership"}
"""Words that tell of something only where they are the whole name."""

_PATTERNS = {
    category: re.compile(rf"\b(?:{' '.join(words.split()).replace(', ', '|')})s?\b")
    for category, words in _WORDS.items()
}
_HARMLESS = re.compile(
    r"\b(?:(?:account|brand|business|customer|financial|system) health"
    r"|health (?:and )?beauty|credit unions?)\b"
)
"""What businesses say of other things: how an account does, a department of a shop, a bank."""

_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS = re.compile(r"[^\W\d_]+")


def special_categories(model: FittedModel) -> dict[str, str]:
    """Return the names in a cell that tell of a special category, each with the category.

    They are names of columns, lines and segments, in this order.
    """
    program = model.program
    names = [
        *model.schema.customers,
        *(model.schema.events or {}),
        *(definition.name for definition in program.definitions),
        *(rule.name for rule in program.rules),
    ]
    found = {name: told_by(name) for name in names}
    return {name: category for name, category in found.items() if category is not None}


def told_by(name: str) -> str | None:
    """Return the special category that a name tells of; None if it tells of none.

    Examples
    --------
    >>> told_by("health_status"), told_by("isPregnant"), told_by("healthy_snacks_bought")
    ('health', 'health', None)
    """
    words = " ".join(_LETTERS.findall(_CAPITALS.sub(" ", name))).casefold()
    if words in _WHOLE_NAMES:
        return _WHOLE_NAMES[words]
    told = _HARMLESS.sub("/", words)
    found = (category for category, pattern in _PATTERNS.items() if pattern.search(told))
    return next(found, None)
