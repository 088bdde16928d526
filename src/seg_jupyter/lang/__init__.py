"""The segment language: text to syntax tree, syntax tree and schema to program.

Standard library only. Nothing is ever evaluated here.
"""
