"""What is left of a company's or a project's name once spelling, legal form and place are set aside."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

FORMS = (
    "股份有限责任公司",
    "有限责任公司",
    "集团股份有限公司",
    "集团有限公司",
    "股份有限公司",
    "控股有限公司",
    "有限公司",
    "有限合伙企业",
    "有限合伙",
    "合伙企业",
    "控股集团",
    "集团公司",
    "总公司",
    "分公司",
    "集团",
    "控股",
    "股份",
    "公司",
    "coltd",
    "limited",
    "ltd",
    "inc",
)
"""Legal forms, the longer ones first: what a name ends in says nothing of whose it is."""

PLACES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|"
    "甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国|石家庄|太原|沈阳|大连|长春|哈尔滨|南京|苏州|无锡|杭州|宁波|温州|"
    "合肥|福州|厦门|南昌|济南|青岛|郑州|武汉|长沙|广州|深圳|东莞|佛山|珠海|海口|成都|绵阳|贵阳|昆明|西安|兰州|西宁|南宁|银川|"
    "乌鲁木齐|两江新区|万州|涪陵|渝中|江北|沙坪坝|九龙坡|南岸|北碚|渝北|巴南|长寿|江津|合川|永川|綦江|大足|璧山|铜梁|潼南|荣昌|梁平"
)
"""The divisions and large cities that companies are registered in, and the districts hereabouts; a pattern."""

_PLACE = re.compile(f"^({PLACES})(省|市|区|县|自治区|特别行政区)?")
_BRACKETED = re.compile(rf"\(({PLACES})(?:省|市|区|县)?\)")
_FORM = re.compile(f"({'|'.join(FORMS)})$")
_FILLING = re.compile("项目|工程|建设|投资|新建|拟建|扩建|年产|一期|二期|三期|的|及|和|与")
"""Words that any project may have in its name."""


class Company(NamedTuple):
    """A name taken apart: how it is spelt, what of it is the company's own, and where it says that it is."""

    plain: str
    core: str
    places: frozenset[str]


@lru_cache(maxsize=65536)
def company(name: str) -> Company:
    """The name of an investor taken apart. A name that is nothing but place and form stays whole."""
    spelt = plain(name)
    core, places = spelt, set()
    while (ending := _FORM.search(core)) and ending.start():
        core = core[: ending.start()]
    while place := _PLACE.match(core):
        places.add(place[1])
        core = core[place.end() :]
    for inner in _BRACKETED.finditer(unicodedata.normalize("NFKC", name)):
        places.add(inner[1])
        core = core.replace(plain(inner[0]), "")
    return Company(spelt, core or spelt, frozenset(places - {"中国"}))


@lru_cache(maxsize=65536)
def project(title: str) -> str:
    """What is a project's own in its title. A title of nothing but common words stays whole."""
    spelt = plain(title)
    return _FILLING.sub("", spelt) or spelt


def plain(text: str) -> str:
    """Half width, lower case, simplified characters, letters and digits alone."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in _simplified(normal) if each.isalnum())


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter():  # type: ignore[no-untyped-def]  # noqa: ANN202 - opencc's own
    from opencc import OpenCC  # noqa: PLC0415 - its dictionaries are read only where names are compared

    return OpenCC("t2s")
