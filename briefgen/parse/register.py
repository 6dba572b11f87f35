"""The persons of one text by the parts of their names, so that a surname finds the fullest name met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefgen.parse.names import fold
from briefgen.parse.wordset import wordset
from briefgen.parsed import Person

PARTICLES = wordset(
    "al el bin ibn bint abu umm abd de da di del della la le van von der den ter ten ben ap dos das ould y e ag"
)


_MOST = 60  # namesakes looked at, the latest


@dataclass
class Register:
    """The persons met, by folded name parts; the fullest name wins."""

    people: list[Person] = field(default_factory=list)
    by_part: dict[str, list[int]] = field(default_factory=dict)

    def find(self, name: str) -> int | None:
        """The person whose name holds every part of *name*; a last name before a first, the latest before others."""
        parts = name_parts(name)
        if not parts:
            return None
        numbers = [
            n for n in self.by_part.get(parts[-1], ())[-_MOST:] if set(parts) <= set(name_parts(self.people[n].name))
        ]
        if len(parts) == 1:
            last = [n for n in numbers if name_parts(self.people[n].name)[-1] == parts[0]]
            numbers = last or [n for n in numbers if _family_first(self.people[n].name, parts[0])]
        return numbers[-1] if numbers else None

    def enter(self, person: Person) -> Person:
        """Merge *person* with the one known under this name, or add it; give what is now known."""
        number = self.find(person.name)
        if number is None:
            number = next((n for n in self._shorter(person.name)), None)
        if number is None:
            self.people.append(person)
            number = len(self.people) - 1
        else:
            self.people[number] = _merge(self.people[number], person)
        for part in name_parts(person.name):
            known = self.by_part.setdefault(part, [])
            if number not in known:
                known.append(number)
        return self.people[number]

    def _shorter(self, name: str) -> Iterator[int]:
        parts = set(name_parts(name))
        for number in sorted({n for part in parts for n in self.by_part.get(part, ())[-_MOST:]}):
            known = name_parts(self.people[number].name)
            if (
                len(known) < len(parts)
                and known
                and set(known) <= parts
                and (known[-1] == name_parts(name)[-1] or len(known) > 1)
            ):
                yield number


def name_parts(name: str) -> list[str]:
    """The parts of a name, folded, without particles: "Bashar al-Assad" gives "bashar", "assad"; "Do-hoon" is one."""
    words = fold(name).replace(".", " ").replace("'", "").split()
    whole = [word.removeprefix("al-").removeprefix("el-").strip("-") for word in words]
    return [word for word in whole if word not in PARTICLES and len(word) > 1]


def _family_first(name: str, part: str) -> bool:
    """Names with the family name first: "Lee Do-hoon", "Xi Jinping", "Nguyen Phu Trong"."""
    parts = name_parts(name)
    return parts[0] == part and part in _FAMILY_FIRST


_FAMILY_FIRST = wordset(
    "kim lee park choi moon jung jeong kang cho yoon yun jang lim han oh seo shin kwon hwang ahn song ryu "
    "ri pak cho ro xi wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo lin he gao luo "
    "zheng liang xie tang feng yu dong geng hua lu mao hong tsai lai nguyen tran le pham phan vo dang bui "
    "do ho ngo duong hun sen min aung thein tun ne wei qin jiang deng peng cao"
)


def _merge(old: Person, new: Person) -> Person:
    name = new.name if len(new.name) > len(old.name) else old.name
    return Person(name=name, office=old.office or new.office, actor=old.actor or new.actor)
