"""Who says what: clauses under verbs and nouns of saying, "according to", late attributions, and direct speech.

The cues stand in knowledge/words/speech.toml. A speech covers one contiguous stretch of a sentence, or the whole of a
quotation, however many sentences or paragraphs that has. A sentence that follows a reported one in its paragraph and
has no cue of its own is taken as going on with it, marked `carried` ("Residents said …. At least five were killed.").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.knowledge.inflection import forms
from briefgen.parse import quotes
from briefgen.parse.carried import Scene, carried_on, is_clause, quoted_on
from briefgen.parse.colons import before_colons
from briefgen.parse.quotes import Quote
from briefgen.parse.speakers import pointed_back
from briefgen.parsed import Mention, Speech

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from briefgen.knowledge import Knowledge
    from briefgen.knowledge.types import Word

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
_SIDE = frozenset({"acl:relcl", "acl", "appos", "parataxis", "punct", "conj", "cc", "advcl", "case", "orphan", "list"})
_LATE = frozenset({"conj", "advcl", "acl", "acl:relcl", "dep", "appos"})
_OF_WHOM = ("for", "of", "from", "at", "with", "by", "in", "including")


def find(doc: Doc, mentions: Sequence[Mention], *, knowledge: Knowledge) -> list[Speech]:
    """Every speech of *doc*, in order of what is said; nested ones ("X said Y had said …") one within the other."""
    if not doc.has_annotation("DEP"):
        return []
    scene = Scene(doc, _by_token(mentions), _lexicon(knowledge.words("speech")), quotes.find(doc))
    told = [speech for token in doc for speech in _at(token, scene=scene)]
    told += [speech for speech in before_colons(scene) if not any(_overlaps(speech, one) for one in told)]
    told = pointed_back([_first_person(speech, told, scene=scene) for speech in told], scene=scene)
    told += quoted_on(told, scene=scene)
    told += carried_on(told, scene=scene)
    return sorted(_distinct(told), key=lambda speech: (speech.start, speech.end, speech.cue))


def _overlaps(one: Speech, other: Speech) -> bool:
    return one.start < other.end and other.start < one.end


def _first_person(speech: Speech, told: Sequence[Speech], *, scene: Scene) -> Speech:
    """What "we" or "I" tell inside a quotation is told by its speaker: "We believe that …", the minister said."""
    tokens = speech.speaker_tokens
    if speech.speaker is not None or tokens is None or scene.doc[tokens[0]].lower_ not in ("we", "i"):
        return speech
    around = [one for one in told if one.quoted and one.start <= tokens[0] < one.end and one.speaker is not None]
    return replace(speech, speaker=min(around, key=lambda one: one.end - one.start).speaker) if around else speech


def _by_token(mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    over: dict[int, list[Mention]] = {}
    for mention in mentions:
        for i in range(mention.start, min(mention.end, mention.start + 40)):
            over.setdefault(i, []).append(mention)
    return over


def _lexicon(words: Sequence[Word]) -> dict[tuple[str, str], tuple[Word, ...]]:
    """Rows by inflected form and part of speech: forms are surer than an engine's lemmas ("denied")."""
    rows: dict[tuple[str, str], tuple[Word, ...]] = {}
    for word in words:
        for form in sorted({form for lemma in word.words for form in forms(lemma, word.pos)}):
            rows[form, word.pos] = (*rows.get((form, word.pos), ()), word)
    return rows


def _at(token: Token, *, scene: Scene) -> Iterator[Speech]:
    """The speeches whose cue is *token*."""
    if token.lower_ == "according" and token.dep_ in ("case", "mark", "advmod", "advcl", "acl", "fixed"):
        yield from _according(token, scene=scene)
        return
    pos = {"AUX": "VERB", "PROPN": "NOUN"}.get(token.pos_, token.pos_)
    for row in scene.words.get((token.lower_, pos), ()):
        if row.cls == "speaks_for":
            continue
        found = list(_by_row(token, row, scene=scene))
        if found:
            yield from found
            return


def _by_row(token: Token, row: Word, *, scene: Scene) -> Iterator[Speech]:
    if row.cls == "hearsay":
        yield from _hearsay(token)
    elif row.cls == "cite":
        yield from _cited(token, scene=scene)
    elif row.pos == "NOUN":
        yield from _nominal(token, scene=scene)
    else:
        yield from _verbal(token, row, scene=scene)


def _according(token: Token, *, scene: Scene) -> Iterator[Speech]:
    """ "according to X": X says the clause that the phrase hangs on, less the phrase where that stands at an end."""
    source = token.head if token.dep_ in ("case", "mark", "fixed") else next(_nominals(token), None)
    if source is None or source.i <= token.i:
        return
    top = source.head if token.dep_ in ("case", "mark", "fixed") else token.head
    if top is source:
        return
    start, end = _without(_clause(top), (token.left_edge.i, source.right_edge.i + 1))
    if end > start:
        yield _speech(token, start, end, source, scene=scene)


def _nominals(token: Token) -> Iterator[Token]:
    return (c for c in token.children if c.dep_.split(":")[0] in ("obl", "nmod", "obj", "pobj"))


def _clause(token: Token) -> tuple[int, int]:
    """The whole part of the sentence around *token*: the subtree of the nearest finite clause."""
    while token.head != token and token.dep_ not in ("ccomp", "ROOT", "parataxis", "acl:relcl", "conj"):
        token = token.head
    return token.left_edge.i, token.right_edge.i + 1


def _without(span: tuple[int, int], cut: tuple[int, int]) -> tuple[int, int]:
    """*span* less *cut* where that stands at an end of it; a cut in the middle leaves the span whole."""
    start, end = span
    if cut[0] - start <= 1:
        return max(start, cut[1]), end
    if end - cut[1] <= 2:
        return start, min(end, cut[0])
    return span


def _hearsay(token: Token) -> Iterator[Speech]:
    start, end = _clause(token.head)
    yield Speech(token.i, token.lemma_, start, end, None, None)


def _cited(token: Token, *, scene: Scene) -> Iterator[Speech]:
    """ "…, the agency reported, citing doctors": the doctors are the source."""
    source = next((c for c in token.children if c.dep_ == "obj"), None)
    if source is None or token.tag_ != "VBG" or token.head == token:
        return
    start, end = _without(_clause(token.head), (token.left_edge.i, token.right_edge.i + 1))
    if end > start:
        yield _speech(token, start, end, source, scene=scene)


def _nominal(token: Token, *, scene: Scene) -> Iterator[Speech]:
    """ "the ministry's claim that …", "reports by doctors that …"."""
    for content in token.children:
        if content.dep_ in ("acl", "ccomp", "acl:relcl") and any(
            c.dep_ == "mark" and c.lower_ == "that" for c in content.children
        ):
            speaker = next(
                (c for c in token.children if c.dep_ == "nmod:poss" or _is_of(c, ("by", "from", "of"))), None
            )
            yield _speech(token, content.left_edge.i, content.right_edge.i + 1, speaker, scene=scene)


def _is_of(token: Token, prepositions: Sequence[str]) -> bool:
    return token.dep_.split(":")[0] in ("nmod", "obl") and any(
        c.dep_ == "case" and c.lower_ in prepositions for c in token.children
    )


def _verbal(token: Token, row: Word, *, scene: Scene) -> Iterator[Speech]:
    quote = _quote_of(token, scene=scene)
    speaker = _speaker(token) or (None if quote is None else _inverted(token, quote))
    if quote is not None and speaker is not None:
        yield replace(_speech(token, quote.start, quote.end, speaker, scene=scene), quoted=True)
    for start, end in _contents(token, row, speaker=speaker):
        if end > start and (speaker is not None or row.cls in ("report", "say", "claim")):
            yield _speech(token, start, end, speaker, scene=scene)


def _speaker(token: Token) -> Token | None:
    """The subject of a verb of saying; the "by" phrase of a passive; a subject shared with the verb before."""
    for _ in range(5):
        passive = any(c.dep_ in ("aux:pass", "nsubj:pass", "obl:agent") for c in token.children)
        if passive:
            return next((c for c in token.children if c.dep_ == "obl:agent" or _is_of(c, ("by",))), None)
        subjects = [c for c in token.children if c.dep_ in _SUBJECTS]
        if subjects:
            subject = min(subjects, key=lambda c: abs(c.i - token.i))  # of two, the nearer says it
            relative = subject.lower_ in ("who", "which", "that") and token.dep_.startswith("acl")
            return token.head if relative else subject
        if token.dep_ not in ("conj", "xcomp", "advcl", "parataxis", "acl") or token.head == token:
            return None
        if token.dep_ == "acl" and not (token.tag_ == "VBG" and token.head.dep_ in ("obl", "obj", "iobj", "nmod")):
            return token.head if token.tag_ == "VBG" else None
        token = token.head if token.dep_ != "acl" else token.head.head  # "wrote to the council saying …"
    return None


def _inverted(token: Token, quote: Quote) -> Token | None:
    """'"…," charged the ministry': the subject after its verb, which a parser may take for the object."""
    after = [c for c in token.children if c.dep_ in ("obj", "iobj")]
    told = any(c.dep_ == "ccomp" and c.i < token.i for c in token.children)
    alone = told and len(after) == 1 and quote.end <= token.i < after[0].i and token.tag_ in ("VBD", "VBZ", "VBP")
    return after[0] if alone and after[0].left_edge.i == token.i + 1 else None


def _contents(token: Token, row: Word, *, speaker: Token | None) -> Iterator[tuple[int, int]]:
    """The stretches that hold what *token* tells: its clause, what its row takes beside, or the clause it follows."""
    takes = row.attrs.get("takes", ())
    takes = (takes,) if isinstance(takes, str) else tuple(map(str, takes)) if isinstance(takes, tuple) else ()
    found = False
    for c in token.children:
        if _is_content(c, token, takes, row):
            found = True
            yield c.left_edge.i, (token if c.dep_ == "obj" else c).right_edge.i + 1
    if not found and speaker is not None:
        yield from _late(token, speaker)


def _is_content(child: Token, cue: Token, takes: tuple[str, ...], row: Word) -> bool:
    if child.dep_ == "ccomp" or (child.dep_ == "csubj" and cue.tag_ == "VBN"):
        return True
    if child.dep_ == "parataxis":
        return child.i > cue.i and not any(c.lower_ == "who" for c in child.children)
    infinitive = child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX", "NOUN", "ADJ")
    if infinitive and ("infinitive" in takes or _is_told_passive(cue)):
        return True
    if child.dep_ == "obj" and "object" in takes:
        wanted = row.attrs.get("objects")
        return wanted is None or (isinstance(wanted, tuple) and _any_lemma(child, wanted))
    return (
        "of" in takes
        and child.dep_.split(":")[0] in ("advcl", "obl", "xcomp")
        and any(c.lower_ in ("of", "for", "with") and c.dep_ in ("mark", "case") for c in child.children)
    )


def _is_told_passive(cue: Token) -> bool:
    """ "are said to have fled", "was reported to be": the teller is nobody in particular."""
    return any(c.dep_ == "aux:pass" for c in cue.children)


def _any_lemma(token: Token, lemmas: Sequence[str]) -> bool:
    wanted = {form for lemma in lemmas for form in forms(lemma, "NOUN")}
    return token.lower_ in wanted or any(c.lower_ in wanted for c in token.children)


def _late(token: Token, speaker: Token) -> Iterator[tuple[int, int]]:
    """ "…, the ministry announced": what is told is the clause that the cue hangs on, or all that comes before it."""
    sentence, head = token.sent, token.head
    own = (min(speaker.left_edge.i, token.left_edge.i), token.right_edge.i + 1)
    if token.dep_ == "ROOT":
        first = speaker.left_edge.i if speaker.i < token.i else token.i  # "SIALKOT: …, the army said" hangs on "said"
        first = first if own[0] == sentence.start else own[0]
        if first - sentence.start >= 4 and sentence.doc[first - 1].text in (",", "”", '"', "“"):
            yield sentence.start, first - 1
    elif token.dep_ in ("parataxis", "discourse"):
        if head.i > token.i and own[0] == sentence.start:
            yield own[1], sentence.end
        else:
            start, end = _without((head.left_edge.i, head.right_edge.i + 1), own)
            yield start, _past(own, sentence) if end <= own[0] and _is_parenthesis(token, speaker) else end
    elif token.dep_ in _LATE and head.i < own[0]:
        if _closes(own, sentence):
            yield sentence.start, own[0]
        elif _is_parenthesis(token, speaker):
            yield _clause(head)


def _past(own: tuple[int, int], sentence: Span) -> int:
    """Where words go on behind a "it says," in their midst: up to a semicolon, a dash or the end of the sentence."""
    return next((t.i for t in sentence.doc[own[1] : sentence.end] if t.text in (";", "—", "–")), sentence.end)


def _is_parenthesis(token: Token, speaker: Token) -> bool:
    """ "The army, he added, lost two tanks": between commas, with a subject of its own that is no relative pronoun."""
    doc = token.doc
    start, end = min(speaker.i, token.i), max(speaker.i, token.i) + 1
    between = start > 0 and end < len(doc) and doc[start - 1].text == "," and doc[end].text == ","
    return between and speaker.lower_ not in ("who", "which", "that") and speaker != token.head


def _closes(own: tuple[int, int], sentence: Span) -> bool:
    """A comma before and (nearly) nothing after: the last words of the sentence are the attribution."""
    doc = sentence.doc
    return own[0] > sentence.start and doc[own[0] - 1].text in (",", "”", '"', "—", "–") and sentence.end - own[1] <= 2


def _quote_of(token: Token, *, scene: Scene) -> Quote | None:
    """The quotation that *token* introduces or follows, in the same sentence or beginning right after a colon."""
    sentence = token.sent
    for quote in scene.quotes_near(sentence.start - 2, sentence.end + 4):
        if quote.start <= token.i < quote.end or quote.end - quote.start < 2:
            continue
        touches = quote.start < sentence.end and quote.end >= sentence.start - 1
        if touches and is_clause(quote, scene.doc) and _near(token, quote, sentence):
            return quote
    return None


def _near(token: Token, quote: Quote, sentence: Span) -> bool:
    """The cue stands at the top of what is outside of the quotation, or holds it as its clause."""
    if token.dep_ in ("ROOT", "parataxis", "conj", "ccomp", "advcl", "acl", "acl:relcl"):
        between = range(quote.end, token.i) if token.i >= quote.end else range(token.i, quote.start)
        return len(between) <= 30 and not any(sentence.doc[i].text in (";",) for i in between)
    return False


def _speech(token: Token, start: int, end: int, speaker: Token | None, *, scene: Scene) -> Speech:
    mention = None if speaker is None else _who(speaker, scene=scene)
    tokens = None if speaker is None else _phrase(speaker)
    while end - start > 1 and (scene.doc[start].is_punct or scene.doc[start].is_space):
        start += 1
    return Speech(
        token.i, _lemma(token, scene=scene), start, end, mention, tokens, quoted=_in_quote(start, end, scene=scene)
    )


def _lemma(token: Token, *, scene: Scene) -> str:
    """The lemma of the word list where it has the form, else the engine's."""
    pos = {"AUX": "VERB", "PROPN": "NOUN"}.get(token.pos_, token.pos_)
    rows = scene.words.get((token.lower_, pos), ())
    known = (lemma for row in rows for lemma in row.words if token.lower_ in forms(lemma, row.pos))
    return next(known, token.lemma_.lower())


def _in_quote(start: int, end: int, *, scene: Scene) -> bool:
    return any(quote.start <= start + 1 and end <= quote.end + 2 for quote in scene.quotes_near(start, start + 2))


def _who(token: Token, *, scene: Scene) -> Mention | None:
    """The mention that speaks: at the head, over it, or the body that an unnamed person or paper speaks for."""
    own = [m for m in scene.mentions.get(token.i, ()) if m.root == token.i and m.actors and not m.place]
    if own:
        return own[0]
    over = [m for m in scene.mentions.get(token.i, ()) if m.actors and not m.place and m.head != "other"]
    over = [m for m in over if m.root == token.i or scene.doc[m.root].head.i == token.i or m.start <= token.i < m.end]
    if over:
        return min(over, key=lambda m: m.end - m.start)
    for c in token.children:
        if c.dep_ in ("nmod:poss", "appos", "flat", "compound") or _is_of(c, _OF_WHOM):
            speaks = [
                m
                for m in scene.mentions.get(c.i, ())
                if m.actors and (not m.place or m.form == "metonym") and m.head not in ("people", "other")
            ]  # "officials in Lisbon" speak for Portugal
            speaks = speaks or [m for o in c.children if o.dep_ == "nmod:poss" for m in _acting_at(o, scene=scene)]
            if speaks and (_speaks_for(token, scene=scene) or c.dep_ in ("appos", "flat")):
                return speaks[0]
    return None


def _acting_at(token: Token, *, scene: Scene) -> list[Mention]:
    """ "a member of the front's political wing": who owns what is spoken for."""
    return [
        m for m in scene.mentions.get(token.i, ()) if m.root == token.i and m.actors and m.head in ("actor", "forces")
    ]


def _speaks_for(token: Token, *, scene: Scene) -> bool:
    """A noun for who or what speaks for the body named beside it: "a lawmaker of …", "a letter from …"."""
    return any(row.cls == "speaks_for" for row in scene.words.get((token.lower_, "NOUN"), ()))


def _phrase(token: Token) -> tuple[int, int]:
    """The speaker's phrase without clauses, appositions and coordination."""
    start, end = token.i, token.i + 1
    for c in token.children:
        if c.dep_ not in _SIDE and not c.dep_.startswith("obl") and c.dep_ not in ("advmod", "nmod:unmarked"):
            start, end = min(start, c.left_edge.i), max(end, c.right_edge.i + 1)
    return start, end


def _distinct(told: Sequence[Speech]) -> Iterator[Speech]:
    seen: set[tuple[int, int, tuple[int, int] | None]] = set()
    quoted: dict[int, tuple[int, int]] = {s.cue: (s.start, s.end) for s in reversed(told) if s.quoted and not s.carried}
    for speech in told:
        key = (speech.start, speech.end, speech.speaker_tokens)
        whole = quoted.get(speech.cue, key[:2])
        part = key[:2] != whole and whole[0] <= speech.start and speech.end <= whole[1] + 2
        if speech.end > speech.start and key not in seen and not part:
            seen.add(key)
            yield speech
