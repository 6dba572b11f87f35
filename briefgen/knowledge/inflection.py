"""The inflected forms of a lemma, so that a word list can be matched by form where an engine's lemmas are doubtful.

Regular English spelling rules (doubling, silent e, y to ie) and a table of the irregular words that the lists hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_VERBS: Mapping[str, str] = {
    "say": "says said saying", "tell": "tells told telling", "go": "goes went gone going",
    "think": "thinks thought thinking", "write": "writes wrote written writing", "give": "gives gave given giving",
    "find": "finds found finding", "show": "shows showed shown showing", "put": "puts put putting",
    "set": "sets set setting", "bring": "brings brought bringing",
    "understand": "understands understood understanding", "broadcast": "broadcasts broadcast broadcasting",
    "die": "dies died dying", "lose": "loses lost losing", "slay": "slays slew slain slaying",
    "shoot": "shoots shot shooting", "hurt": "hurts hurt hurting", "burn": "burns burned burnt burning",
    "drown": "drowns drowned drowning", "leave": "leaves left leaving", "take": "takes took taken taking",
    "see": "sees saw seen seeing", "fall": "falls fell fallen falling", "flee": "flees fled fleeing",
    "drive": "drives drove driven driving", "hold": "holds held holding", "catch": "catches caught catching",
    "blow": "blows blew blown blowing", "hang": "hangs hanged hung hanging", "beat": "beats beat beaten beating",
    "bear": "bears bore borne bearing", "lie": "lies lay lain lying", "run": "runs ran running",
    "cut": "cuts cut cutting", "tear": "tears tore torn tearing", "rise": "rises rose risen rising",
    "stand": "stands stood standing", "come": "comes came coming", "grow": "grows grew grown growing",
    "hit": "hits hit hitting", "make": "makes made making", "be": "is are was were been being am",
    "have": "has had having", "get": "gets got gotten getting", "bleed": "bleeds bled bleeding",
    "mow": "mows mowed mown mowing", "kidnap": "kidnaps kidnapped kidnaped kidnapping",
    "strike": "strikes struck stricken striking", "freeze": "freezes froze frozen freezing",
    "bury": "buries buried burying", "starve": "starves starved starving", "mean": "means meant meaning",
    "suffer": "suffers suffered suffering", "send": "sends sent sending", "keep": "keeps kept keeping",
    "lay": "lays laid laying", "sink": "sinks sank sunk sinking", "cost": "costs cost costing",
    "top": "tops topped topping", "injure": "injures injured injuring",
    "fight": "fights fought fighting", "withdraw": "withdraws withdrew withdrawn withdrawing",
    "begin": "begins began begun beginning", "lead": "leads led leading", "meet": "meets met meeting",
    "speak": "speaks spoke spoken speaking", "seek": "seeks sought seeking",
    "overrun": "overruns overran overrunning", "retake": "retakes retook retaken retaking",
    "oversee": "oversees oversaw overseen overseeing", "undertake": "undertakes undertook undertaken undertaking",
    "overthrow": "overthrows overthrew overthrown overthrowing", "sell": "sells sold selling",
    "buy": "buys bought buying", "fly": "flies flew flown flying", "build": "builds built building",
    "total": "totals totalled totaled totalling totaling",
    "quit": "quits quit quitted quitting", "draw": "draws drew drawn drawing", "win": "wins won winning",
    "pay": "pays paid paying", "break": "breaks broke broken breaking",
    "lend": "lends lent lending", "spread": "spreads spread spreading",
    "feel": "feels felt feeling", "hear": "hears heard hearing", "become": "becomes became becoming",
    "forgive": "forgives forgave forgiven forgiving", "split": "splits split splitting",
    "wake": "wakes woke woken waking",
    "sleep": "sleeps slept sleeping", "overfly": "overflies overflew overflown overflying",
    "forbid": "forbids forbade forbidden forbidding", "repel": "repels repelled repelling",
    "expel": "expels expelled expelling", "plan": "plans planned planning", "step": "steps stepped stepping",
    "prop": "props propped propping", "equip": "equips equipped equipping", "cede": "cedes ceded ceding",
    "abet": "abets abetted abetting", "commit": "commits committed committing", "drop": "drops dropped dropping",
    "wreak": "wreaks wreaked wreaking",
    "steal": "steals stole stolen stealing", "spend": "spends spent spending", "sit": "sits sat sitting",
    "do": "does did done doing", "dig": "digs dug digging", "sing": "sings sang sung singing",
    "shut": "shuts shut shutting", "forsake": "forsakes forsook forsaken forsaking",
    "swear": "swears swore sworn swearing", "wear": "wears wore worn wearing", "know": "knows knew known knowing",
    "throw": "throws threw thrown throwing", "ride": "rides rode ridden riding", "hide": "hides hid hidden hiding",
    "bite": "bites bit bitten biting", "bind": "binds bound binding", "bid": "bids bid bidding",
    "choose": "chooses chose chosen choosing", "cling": "clings clung clinging", "creep": "creeps crept creeping",
    "deal": "deals dealt dealing", "drink": "drinks drank drunk drinking", "eat": "eats ate eaten eating",
    "feed": "feeds fed feeding", "fling": "flings flung flinging", "foresee": "foresees foresaw foreseen foreseing",
    "forget": "forgets forgot forgotten forgetting", "grind": "grinds ground grinding", "let": "lets let letting",
    "light": "lights lit lighting", "ring": "rings rang rung ringing", "shake": "shakes shook shaken shaking",
    "shed": "sheds shed shedding", "shrink": "shrinks shrank shrunk shrinking", "slide": "slides slid sliding",
    "spin": "spins spun spinning", "spring": "springs sprang sprung springing", "sting": "stings stung stinging",
    "stick": "sticks stuck sticking", "strew": "strews strewed strewn strewing",
    "strive": "strives strove striven striving", "sweep": "sweeps swept sweeping",
    "swell": "swells swelled swollen swelling", "swim": "swims swam swum swimming", "swing": "swings swung swinging",
    "teach": "teaches taught teaching", "thrust": "thrusts thrust thrusting",
    "tread": "treads trod trodden treading", "weave": "weaves wove woven weaving", "weep": "weeps wept weeping",
    "wind": "winds wound winding", "arise": "arises arose arisen arising", "breed": "breeds bred breeding",
    "cast": "casts cast casting", "forecast": "forecasts forecast forecasting", "burst": "bursts burst bursting",
    "foretell": "foretells foretold foretelling", "mislead": "misleads misled misleading",
    "mistake": "mistakes mistook mistaken mistaking", "overcome": "overcomes overcame overcome overcoming",
    "rebuild": "rebuilds rebuilt rebuilding", "undergo": "undergoes underwent undergone undergoing",
    "uphold": "upholds upheld upholding", "upset": "upsets upset upsetting",
    "withhold": "withholds withheld withholding", "withstand": "withstands withstood withstanding",
    "undo": "undoes undid undone undoing", "resell": "resells resold reselling", "beset": "besets beset besetting",
    "rid": "rids rid ridding",
}  # fmt: skip
_NOUNS: Mapping[str, str] = {
    "man": "men", "woman": "women", "child": "children", "wife": "wives", "life": "lives", "person": "people persons",
    "crisis": "crises", "policeman": "policemen", "gunman": "gunmen", "clergyman": "clergymen",
    "fisherman": "fishermen", "serviceman": "servicemen", "dead": "dead", "wounded": "wounded", "wolf": "wolves",
    "half": "halves",
}  # fmt: skip
_VOWELS = frozenset("aeiou")
_DOUBLED = frozenset(
    {"stab", "rob", "stop", "ban", "kidnap", "trap", "jam", "ram", "gun", "slit", "admit", "refer", "regret"}
)


@lru_cache(maxsize=8192)
def forms(lemma: str, pos: str = "") -> frozenset[str]:
    """Every form of one lemma, itself included, in lower case. *pos* is VERB, NOUN or another tag (no inflection).

    >>> sorted(forms("deny", "VERB"))
    ['denied', 'denies', 'deny', 'denying']
    >>> sorted(forms("kidnapping", "NOUN"))
    ['kidnapping', 'kidnappings']
    """
    word = lemma.lower()
    if pos == "VERB":
        return frozenset({word, *_verb(word)})
    if pos in ("NOUN", "PROPN"):
        return frozenset({word, *_noun(word)})
    return frozenset({word})


def _verb(word: str) -> list[str]:
    if word in _VERBS:
        return _VERBS[word].split()
    if word.endswith("ie"):
        return [word + "s", word + "d", word[:-2] + "ying"]
    if word.endswith("e"):
        return [word + "s", word + "d", (word if word.endswith("ee") else word[:-1]) + "ing"]
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return [word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    stem = word + word[-1] if _doubles(word) else word
    ending = "es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    doubled = [stem + "ed", stem + "ing"]
    plain = [word + "ed", word + "ing"] if word.endswith("l") else []
    return [word + ending, *doubled, *plain]


def _doubles(word: str) -> bool:
    """ "stab" doubles its last letter, "visit" does not: one vowel before one consonant in a word of one syllable."""
    if word in _DOUBLED:
        return True
    closed = len(word) > 2 and word[-1] not in _VOWELS | set("wxy") and word[-2] in _VOWELS and word[-3] not in _VOWELS
    return closed and (sum(letter in _VOWELS for letter in word) == 1 or word.endswith("l"))


def _noun(word: str) -> list[str]:
    if word in _NOUNS:
        return _NOUNS[word].split()
    if word.endswith("man"):
        return [word[:-3] + "men"]
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return [word[:-1] + "ies"]
    return [word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")]
