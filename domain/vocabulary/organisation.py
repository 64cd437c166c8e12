"""Words of the register of organisations (机构)."""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "organisation": Term("机构", "organisation"),
    "organisation.registered": Term("已登记", "Registered"),
    "organisation.platform-assigned": Term("已归口开放平台", "Platform assigned"),
    "organisation.official-appointed": Term("已任命经办人", "Official appointed"),
    "organisation.official-dismissed": Term("已免去经办人", "Official dismissed"),
    "organisation.key-added": Term("已登记公钥", "Key added"),
    "organisation.key-revoked": Term("已吊销公钥", "Key revoked"),
    "organisation.dissolved": Term("已撤销", "Dissolved"),
    "organisation.register": Term("登记机构", "Register"),
    "organisation.assign-platform": Term("归口开放平台", "Assign platform"),
    "organisation.appoint-official": Term("任命经办人", "Appoint official"),
    "organisation.dismiss-official": Term("免去经办人", "Dismiss official"),
    "organisation.add-key": Term("登记公钥", "Add key"),
    "organisation.revoke-key": Term("吊销公钥", "Revoke key"),
    "organisation.dissolve": Term("撤销机构", "Dissolve"),
    "unregistered": Term("未登记", "not registered"),
    "active": Term("在册", "in the register"),
    "dissolved": Term("已撤销", "dissolved"),
    "field.role": Term("角色", "role"),
    "field.parent": Term("上级机构", "parent organisation"),
    "field.platforms": Term("所管开放平台", "open platforms"),
    "field.platform": Term("开放平台", "open platform"),
    "field.officials": Term("首任经办人", "first officials"),
    "field.post": Term("职务", "post"),
    "field.key": Term("公钥", "public key"),
    "field.successor": Term("承接机构", "successor"),
}

RULES = {
    "office-registers-first": RuleText(
        "领导小组办公室尚未登记,不能先登记其他机构。",
        "The Leading Group Office is not registered yet; it cannot register others.",
        "请先以编号“{office}”登记领导小组办公室自身。",
        "Register the office itself first, under the id “{office}”.",
    ),
    "one-leading-group-office": RuleText(
        "领导小组办公室只有一个,编号为“{office}”。",
        "There is one Leading Group Office; its id is “{office}”.",
        "请为该机构选择其实际角色;编号“{office}”只用于领导小组办公室。",
        "Give the organisation its own role; the id “{office}” is the office's alone.",
    ),
    "platforms-are-a-zone-body's": RuleText(
        "“{role}”不能作为开放平台的责任主体。",
        "A “{role}” cannot answer for an open platform.",
        "开放平台由开放平台管委会或平台所在区县政府负责。",
        "Open platforms are answered for by their committee or by the district government.",
    ),
    "platforms-differ": RuleText(
        "同一开放平台重复填写。",
        "A platform stands twice.",
        "每个开放平台只填一次。",
        "Give each platform once.",
    ),
    "platform-already-assigned": RuleText(
        "开放平台“{platform}”已归口该机构。",
        "The organisation already answers for the platform “{platform}”.",
        "无需重复办理。",
        "Nothing needs to be done.",
    ),
    "successor-is-another": RuleText(
        "承接机构不能是被撤销的机构“{org}”自身。",
        "The dissolved organisation “{org}” cannot be its own successor.",
        "请填写另一个在册机构,或留空。",
        "Name another registered organisation, or none.",
    ),
    "own-organisation": RuleText(
        "“{command}”须由机构“{org}”自己或领导小组办公室办理。",
        "“{command}” is for the organisation “{org}” itself, or for the Leading Group Office.",
        "请由该机构的经办人办理。",
        "Have an official of that organisation do it.",
    ),
    "official-already-appointed": RuleText(
        "“{official}”已是在任经办人。",
        "“{official}” is already in office.",
        "无需重复任命。",
        "Nothing needs to be done.",
    ),
    "official-not-appointed": RuleText(
        "“{official}”不是在任经办人。",
        "“{official}” is not an official in office.",
        "请核对姓名,或先任命该经办人。",
        "Check the name, or appoint the official first.",
    ),
    "office-keeps-an-official": RuleText(
        "领导小组办公室至少保留一名经办人。",
        "The Leading Group Office keeps at least one official.",
        "请先任命接任的经办人。",
        "Appoint a successor first.",
    ),
    "office-is-not-dissolved": RuleText(
        "领导小组办公室不能撤销。",
        "The Leading Group Office cannot be dissolved.",
        "如需调整人员,请任免经办人。",
        "To change people, appoint and dismiss officials.",
    ),
    "runs-a-living-zone": RuleText(
        "机构“{org}”是联动创新区“{zone}”的管理机构,该区尚未退出,机构不能撤销。",
        "“{org}” runs the zone “{zone}”, which has not been withdrawn; it cannot be dissolved.",
        "请先按程序办理该联动创新区退出,再撤销机构。",
        "Complete the withdrawal of the zone first, then dissolve the organisation.",
    ),
    "key-already-added": RuleText(
        "公钥 {key} 已登记。",
        "The key {key} is already registered.",
        "无需重复登记。",
        "Nothing needs to be done.",
    ),
    "key-was-revoked": RuleText(
        "公钥 {key} 已被吊销,不能再次登记。",
        "The key {key} was revoked and cannot be registered again.",
        "请生成并登记新的公钥。",
        "Make a new key and register it.",
    ),
    "key-unknown": RuleText(
        "公钥 {key} 未登记或已吊销。",
        "The key {key} is not registered, or was revoked.",
        "请核对公钥。",
        "Check the key.",
    ),
}
