"""Words of the survey of boundaries (测绘核验): areas, overlaps, and what the checker may cite. 二(一)2"""

from __future__ import annotations

from domain.vocabulary.words import RuleText, Term

TERMS = {
    "column.survey": Term("测绘核验", "Survey"),
    "column.declared": Term("申报面积（平方公里）", "Declared (km²)"),
    "column.measured": Term("图形面积（平方公里）", "Measured (km²)"),
    "column.deviation": Term("偏差（%）", "Deviation (%)"),
    "column.within_tolerance": Term("在容差内", "Within tolerance"),
    "column.overlaps": Term("重叠", "Overlaps"),
    "column.km2": Term("重叠面积（平方公里）", "Overlap (km²)"),
    "column.share": Term("占申报范围（%）", "Share of the application (%)"),
    "column.citation": Term("可引用的核验意见", "To cite in the finding"),
    "column.undrawn": Term("没有图形的联动创新区", "Zones without a polygon"),
    "survey.area": Term(
        "测绘核验：图形面积 {measured} 平方公里，申报面积 {declared} 平方公里，偏差 {deviation} %，{verdict}",
        "Survey: the polygon encloses {measured} km², {declared} km² are declared, a deviation of {deviation} %, {verdict}",
    ),
    "survey.within": Term("在容差（{tolerance} %）以内", "within the tolerance of {tolerance} %"),
    "survey.beyond": Term("超出容差（{tolerance} %），请核实", "beyond the tolerance of {tolerance} %: to be checked"),
    "survey.no-polygon": Term("测绘核验：未提交范围图形，只有四至文字，无法量算面积和重叠", "Survey: no polygon was given, only the four sides in words; area and overlaps cannot be measured"),
    "survey.no-overlap": Term("与存续的联动创新区没有重叠", "no overlap with a living zone"),
    "survey.overlap": Term("与“{zone}”重叠 {km2} 平方公里，占申报范围 {share} %", "overlaps with “{zone}” by {km2} km², {share} % of what is applied for"),
    "survey.undrawn": Term("未能比对（没有图形）：{zones}", "not compared, as they have no polygon: {zones}"),
    "cli.help.application_survey": Term("测绘核验：面积与重叠（可输出 GeoJSON）", "survey of a boundary: area and overlaps (GeoJSON on request)"),
    "cli.option.geojson": Term("将申报范围、相关联动创新区和重叠部分写入 GeoJSON 文件", "write the boundary, the zones concerned and the overlaps to a GeoJSON file"),
}  # fmt: skip

RULES = {
    "area-as-declared": RuleText(
        "范围图形面积为 {measured} 平方公里,申报面积为 {declared} 平方公里,相差 {factor} 倍以上。",
        "The polygon encloses {measured} km²; {declared} km² are declared, which is off by a factor of more than {factor}.",
        "请核对面积单位(平方公里)和图形坐标,更正后重新提交。",
        "Check the unit of the area (km²) and the coordinates of the polygon, and correct what is wrong.",
    ),
}
