"""Sets that grow together: joining two members joins their sets, in nearly constant time each."""

from __future__ import annotations

from typing import Generic, TypeVar

Member = TypeVar("Member")


class Unions(Generic[Member]):
    """A union-find with path halving; members are added when first named, and groups keep that order."""

    def __init__(self) -> None:
        self._parents: dict[Member, Member] = {}

    def add(self, member: Member) -> None:
        """Make *member* a set of its own unless it is known."""
        self._parents.setdefault(member, member)

    def find(self, member: Member) -> Member:
        """The member that stands for the set of *member*."""
        self.add(member)
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def join(self, a: Member, b: Member) -> None:
        """Make one set of the sets of *a* and *b*; the earlier known stands for it."""
        first, second = self.find(a), self.find(b)
        if first != second:
            self._parents[second] = first

    def groups(self) -> list[list[Member]]:
        """All sets, each in the order in which its members were added.

        >>> unions = Unions[str]()
        >>> unions.join("a", "b"); unions.join("c", "d"); unions.join("b", "e")
        >>> unions.groups()
        [['a', 'b', 'e'], ['c', 'd']]
        """
        found: dict[Member, list[Member]] = {}
        for member in self._parents:
            found.setdefault(self.find(member), []).append(member)
        return list(found.values())
