"""Signs as the rules read them: invisible ones left out, every kind of digit plain, simplified Han."""

import re
import unicodedata
from collections.abc import Sequence

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u20e3\ufe00-\ufe0f\ufeff\r]"
)
"""What nobody sees and what may stand inside a number, pasted or on purpose."""
_TRADITIONAL = (
    "乾佔來侷係倆個們側傢僅價儲兒內兩凈別則剋創劃劉務區卻厤厲叄叢吳呂員唸問喫喬單嗎噹"
    "嚮嚴囌國圍園團報場塊塗壓壞奬奮婁媽嬸孫學宮寢實寧審寫寶將專對導屆層屬岡峯崗嶽巖師"
    "帳帶幣幫幹幾廠廣張強彆彔後徑從復慮慼憑應懞懷戰戲戶捨掙掛搶摳摺撫擊擔據敎數於時晉"
    "曆曏書會朮東査條棟楊業榦榮樑樓機檔檯權欒歐歷殻殼氣決沒況淨淩湯準溫滬漢濛瀋為烏無"
    "煩營爲爺獎獨獲現環瓊產産畢當發監盧眞矇硃碼礦祕禮種稱穀穫竇筆箇節範簡簽籤籲粵糰紀"
    "約純紙級組結絕給統絶經綠綫網綽緑線編練總績繆繫繼續纔罰罵羅羣習翫聯聲聶職聽肅脅臨"
    "臺與興舉舊舘荊莊華萬葉蒐蓆蓋蔔蔣蕭薑藍藝藺蘆蘇蘭處號術衕衚衛裏補裝裡製複覈見規親"
    "訂計訓記設許訴註証評詩話該誌語說説誰課調談請論諶諸諾講謝證識譚護譽讀讓讚豐貝負財"
    "責貳貴買費貼貿賀資賈賬賴賺贊贛趙車軒輔輛轅辦農逕這連週遊運過遞遲選遼還邊郟郵鄉鄒"
    "鄔鄧鄭鄰鄺酈醫釋釦鈕鈡銀錄錢録錶鍵鍾鏈鐘鐵長門閆開間閔閤閨閩閻闆關闞陝陰陳陸陽隊"
    "階際隨隻雙離雲電靜鞏鞦韆韋韓項領頭額顏顔願顧颱飯餘館饒馬馮駡駱驗體髮鬆鬍鬱魯鮑鵝"
    "鹹麗麥麪麫麯麴麵麼麽黃點黨齊齋齣龍龐龔"
)
_SIMPLIFIED = (
    "干占来局系俩个们侧家仅价储儿内两净别则克创划刘务区却历厉叁丛吴吕员念问吃乔单吗当"
    "向严苏国围园团报场块涂压坏奖奋娄妈婶孙学宫寝实宁审写宝将专对导届层属冈峰岗岳岩师"
    "帐带币帮干几厂广张强别录后径从复虑戚凭应蒙怀战戏户舍挣挂抢抠折抚击担据教数于时晋"
    "历向书会术东查条栋杨业干荣梁楼机档台权栾欧历壳壳气决没况净凌汤准温沪汉蒙沈为乌无"
    "烦营为爷奖独获现环琼产产毕当发监卢真蒙朱码矿秘礼种称谷获窦笔个节范简签签吁粤团纪"
    "约纯纸级组结绝给统绝经绿线网绰绿线编练总绩缪系继续才罚骂罗群习玩联声聂职听肃胁临"
    "台与兴举旧馆荆庄华万叶搜席盖卜蒋萧姜蓝艺蔺芦苏兰处号术同胡卫里补装里制复核见规亲"
    "订计训记设许诉注证评诗话该志语说说谁课调谈请论谌诸诺讲谢证识谭护誉读让赞丰贝负财"
    "责贰贵买费贴贸贺资贾账赖赚赞赣赵车轩辅辆辕办农径这连周游运过递迟选辽还边郏邮乡邹"
    "邬邓郑邻邝郦医释扣钮钟银录钱录表键钟链钟铁长门闫开间闵合闺闽阎板关阚陕阴陈陆阳队"
    "阶际随只双离云电静巩秋千韦韩项领头额颜颜愿顾台饭余馆饶马冯骂骆验体发松胡郁鲁鲍鹅"
    "咸丽麦面面曲曲面么么黄点党齐斋出龙庞龚"
)
"""Of the traditional signs those whose simplified ones the rules name, one for one."""
_DIGITS = {
    code: str(digit)
    for code in (*range(0x80, 0x10000), *range(0x1D7CE, 0x1D800), *range(0x1FBF0, 0x1FBFA))
    if (digit := unicodedata.digit(chr(code), None)) is not None
}
"""Circled, bold and foreign digits."""
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_PLAIN = {
    **dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)),
    **_DIGITS,
    **_WIDE,
}


def plainly(text: str) -> str:
    """``text`` in plain signs, one for one, so that positions stay."""
    return text.translate(_PLAIN)


def without_invisible(text: str) -> tuple[str, Sequence[int]]:
    """The visible signs of a text, and where each of them stands in it."""
    if not _INVISIBLE.search(text):
        return text, range(len(text))
    places = [at for at, sign in enumerate(text) if not _INVISIBLE.match(sign)]
    return "".join(text[at] for at in places), places
