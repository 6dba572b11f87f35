"""The model of relations: who does what toward whom, in which part, for the actors that parsing has linked.

It tells too which other words stand for one of them, and which words tell of a toll.
"""
