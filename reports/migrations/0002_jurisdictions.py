"""The nation and the 31 provincial bodies, in the official order."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NATION = ("national", "全国", "China")
PROVINCES = [
    ("beijing", "北京市", "Beijing"),
    ("tianjin", "天津市", "Tianjin"),
    ("hebei", "河北省", "Hebei"),
    ("shanxi", "山西省", "Shanxi"),
    ("inner-mongolia", "内蒙古自治区", "Inner Mongolia"),
    ("liaoning", "辽宁省", "Liaoning"),
    ("jilin", "吉林省", "Jilin"),
    ("heilongjiang", "黑龙江省", "Heilongjiang"),
    ("shanghai", "上海市", "Shanghai"),
    ("jiangsu", "江苏省", "Jiangsu"),
    ("zhejiang", "浙江省", "Zhejiang"),
    ("anhui", "安徽省", "Anhui"),
    ("fujian", "福建省", "Fujian"),
    ("jiangxi", "江西省", "Jiangxi"),
    ("shandong", "山东省", "Shandong"),
    ("henan", "河南省", "Henan"),
    ("hubei", "湖北省", "Hubei"),
    ("hunan", "湖南省", "Hunan"),
    ("guangdong", "广东省", "Guangdong"),
    ("guangxi", "广西壮族自治区", "Guangxi"),
    ("hainan", "海南省", "Hainan"),
    ("chongqing", "重庆市", "Chongqing"),
    ("sichuan", "四川省", "Sichuan"),
    ("guizhou", "贵州省", "Guizhou"),
    ("yunnan", "云南省", "Yunnan"),
    ("tibet", "西藏自治区", "Tibet"),
    ("shaanxi", "陕西省", "Shaanxi"),
    ("gansu", "甘肃省", "Gansu"),
    ("qinghai", "青海省", "Qinghai"),
    ("ningxia", "宁夏回族自治区", "Ningxia"),
    ("xinjiang", "新疆维吾尔自治区", "Xinjiang"),
]


def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    jurisdictions = apps.get_model("reports", "Jurisdiction").objects
    code, name_zh, name_en = NATION
    nation = jurisdictions.create(code=code, name_zh=name_zh, name_en=name_en, level="nation", order=0)
    for order, (code, name_zh, name_en) in enumerate(PROVINCES, start=1):
        jurisdictions.create(code=code, name_zh=name_zh, name_en=name_en, level="province", parent=nation, order=order)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
