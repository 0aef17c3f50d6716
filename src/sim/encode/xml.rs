//! The XML inside messages, shaped as the captures of `protocol.md §6.5`–§6.8 show it. Not yet escaped for the wire.

use std::fmt::Write as _;

use super::text::xml_value;
use crate::sim::world::Post;

/// Irrelevant, as every client treats it (`protocol.md §6.2`).
pub(crate) const CALL: &str =
    "<voipinvitemsg><roomid>12</roomid><status>1</status><invitetype>0</invitetype></voipinvitemsg>";
pub(crate) const ARTICLE_URL: &str = "http://mp.weixin.qq.com/s?__biz=MzA5&mid=2650&idx=1&sn=abc#rd";

/// Where those who are on a card live, and what those who ask to be friends are called by themselves.
pub(crate) const REGION: (&str, &str) = ("Beijing", "Chaoyang");
pub(crate) const ALIAS: &str = "amu";

pub(crate) fn image(id: u64, bytes: u64, (width, height): (u32, u32)) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<msg>\n\t<img aeskey=\"{id:032x}\" encryver=\"0\" cdnthumbaeskey=\"{id:032x}\" cdnthumburl=\"3050{id:x}\" cdnthumblength=\"12204\" cdnthumbheight=\"{height}\" cdnthumbwidth=\"{width}\" cdnmidheight=\"0\" cdnmidwidth=\"0\" cdnhdheight=\"0\" cdnhdwidth=\"0\" cdnmidimgurl=\"3050{id:x}\" length=\"{bytes}\" md5=\"{id:032x}\" />\n</msg>\n"
    )
}

pub(crate) fn voice(id: u64, millis: u32) -> String {
    format!(
        "<msg><voicemsg endflag=\"1\" cancelflag=\"0\" forwardflag=\"0\" voiceformat=\"4\" voicelength=\"{millis}\" length=\"{}\" bufid=\"{id}\" clientmsgid=\"{id:x}\" fromusername=\"wxid_demo\" /></msg>",
        millis * 2
    )
}

pub(crate) fn video(id: u64, seconds: u32, bytes: u64, (width, height): (u32, u32)) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<msg>\n\t<videomsg aeskey=\"{id:032x}\" cdnthumbaeskey=\"{id:032x}\" cdnvideourl=\"3068{id:x}\" cdnthumburl=\"3068{id:x}\" length=\"{bytes}\" playlength=\"{seconds}\" cdnthumblength=\"10447\" cdnthumbwidth=\"{width}\" cdnthumbheight=\"{height}\" fromusername=\"wxid_demo\" md5=\"{id:032x}\" newmd5=\"{id:032x}\" isad=\"0\" />\n</msg>\n"
    )
}

/// `game` is what the sticker throws, by its kind and its outcome.
pub(crate) fn sticker(id: u64, bytes: u64, (game, outcome): (u8, u8)) -> String {
    format!(
        "<msg><emoji fromusername = \"wxid_a\" tousername = \"wxid_b\" type=\"2\" idbuffer=\"media:0_0\" md5=\"{id:032x}\" len = \"{bytes}\" productid=\"\" androidmd5=\"{id:032x}\" androidlen=\"{bytes}\" cdnurl = \"http://emoji.qpic.cn/wx_emoji/{id:x}/\" designerid = \"\" thumburl = \"\" aeskey= \"{id:032x}\" width= \"96\" height= \"96\" attachedtext= \"\" lensid= \"\" ></emoji><gameext type=\"{game}\" content=\"{outcome}\"></gameext></msg>"
    )
}

pub(crate) fn location(label: &str, poi: &str, latitude: f64, longitude: f64) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<msg>\n\t<location x=\"{latitude}\" y=\"{longitude}\" scale=\"16\" label=\"{}\" maptype=\"0\" poiname=\"{}\" poiid=\"\" />\n</msg>\n",
        xml_value(label),
        xml_value(poi)
    )
}

pub(crate) fn card(nick: &str, public: bool) -> String {
    let flag = if public { 24 } else { 0 };
    format!(
        "<?xml version=\"1.0\"?>\n<msg bigheadimgurl=\"http://wx.qlogo.cn/mmhead/ver_1/demo/0\" smallheadimgurl=\"http://wx.qlogo.cn/mmhead/ver_1/demo/132\" username=\"v1_18ab@stranger\" nickname=\"{}\" shortpy=\"\" alias=\"\" imagestatus=\"3\" scene=\"17\" province=\"{}\" city=\"{}\" sign=\"\" sex=\"1\" certflag=\"{flag}\" certinfo=\"\" brandIconUrl=\"\" brandHomeUrl=\"\" brandSubscriptConfigUrl=\"\" brandFlags=\"0\" regionCode=\"\" antispamticket=\"v2_6b78@stranger\" />\n",
        xml_value(nick),
        REGION.0,
        REGION.1
    )
}

pub(crate) fn friend_request(nick: &str, greeting: &str, ticket: &str) -> String {
    format!(
        "<msg fromusername=\"wxid_demo\" encryptusername=\"v1_1887@stranger\" fromnickname=\"{}\" content=\"{}\" shortpy=\"\" imagestatus=\"3\" scene=\"14\" country=\"CN\" province=\"{}\" city=\"{}\" sign=\"\" percard=\"1\" sex=\"1\" alias=\"{ALIAS}\" weibo=\"\" albumflag=\"0\" albumstyle=\"0\" albumbgimgid=\"\" snsflag=\"17\" snsbgimgid=\"\" snsbgobjectid=\"0\" mhash=\"\" mfullhash=\"\" bigheadimgurl=\"\" smallheadimgurl=\"\" ticket=\"{ticket}\" opcode=\"2\" googlecontact=\"\" qrticket=\"\" chatroomusername=\"\" sourceusername=\"\" sourcenickname=\"\" sharecardusername=\"\" sharecardnickname=\"\" cardversion=\"\"><brandlist count=\"0\" ver=\"652639419\"></brandlist></msg>",
        xml_value(nick),
        xml_value(greeting),
        REGION.0,
        REGION.1
    )
}

pub(crate) fn link(title: &str, description: &str, url: &str, source: &str) -> String {
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title>{}</title><des>{}</des><action>view</action><type>5</type><showtype>0</showtype><content></content><url>{}</url><thumburl></thumburl><sourceusername>gh_demo</sourceusername><sourcedisplayname>{}</sourcedisplayname><appattach><totallen>0</totallen><attachid></attachid><emoticonmd5></emoticonmd5><fileext></fileext></appattach></appmsg><fromusername>wxid_demo</fromusername><scene>0</scene><appinfo><version>1</version><appname></appname></appinfo><commenturl></commenturl></msg>",
        xml_value(title),
        xml_value(description),
        xml_value(url),
        xml_value(source)
    )
}

/// A push of a public account; each article's texts in CDATA.
pub(crate) fn articles(articles: &[(String, String)], source: &str) -> String {
    let (title, digest) = articles
        .first()
        .map_or(("", ""), |(t, d)| (t.as_str(), d.as_str()));
    let mut items = String::new();
    for (nth, (title, digest)) in articles.iter().enumerate() {
        let url = ARTICLE_URL.replace("idx=1", &format!("idx={}", nth + 1));
        let _infallible = write!(
            items,
            "<item><itemshowtype>0</itemshowtype><title><![CDATA[{title}]]></title><url><![CDATA[{url}]]></url><shorturl></shorturl><longurl></longurl><pub_time>1483601409</pub_time><cover><![CDATA[http://mmbiz.qpic.cn/demo/0|640|300]]></cover><tweetid></tweetid><digest><![CDATA[{digest}]]></digest><fileid>1</fileid><sources><source><name><![CDATA[{source}]]></name></source></sources></item>"
        );
    }
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title><![CDATA[{title}]]></title><des><![CDATA[{digest}]]></des><action>view</action><type>5</type><showtype>1</showtype><content></content><url><![CDATA[{ARTICLE_URL}]]></url><sourcedisplayname><![CDATA[{source}]]></sourcedisplayname><mmreader><category type=\"20\" count=\"{}\"><name><![CDATA[{source}]]></name><topnew><cover><![CDATA[http://mmbiz.qpic.cn/demo/0]]></cover><width>0</width><height>0</height><digest><![CDATA[{digest}]]></digest></topnew>{items}</category></mmreader></appmsg><fromusername>gh_demo</fromusername><scene>0</scene></msg>",
        articles.len()
    )
}

pub(crate) fn file(name: &str, bytes: u64, media: &str) -> String {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    format!(
        "<msg><appmsg appid=\"wx6618f1cfc6c132f8\" sdkver=\"0\"><title>{}</title><des></des><action>view</action><type>6</type><showtype>0</showtype><content></content><url></url><dataurl></dataurl><lowurl></lowurl><recorditem><![CDATA[]]></recorditem><appattach><totallen>{bytes}</totallen><attachid>{media}</attachid><emoticonmd5></emoticonmd5><fileext>{}</fileext><cdnattachurl>3057</cdnattachurl><aeskey></aeskey><encryver>1</encryver></appattach><md5></md5></appmsg><fromusername></fromusername><scene>0</scene><appinfo><version>7</version><appname>微信电脑版</appname></appinfo></msg>",
        xml_value(name),
        xml_value(extension)
    )
}

/// Any other application message: title, description, and the program it comes from.
pub(crate) fn app(app_type: u32, title: &str, description: &str, program: &str) -> String {
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title>{}</title><des>{}</des><action>view</action><type>{app_type}</type><showtype>0</showtype><content></content><url></url><dataurl></dataurl><lowurl></lowurl><sourceusername></sourceusername><sourcedisplayname>{}</sourcedisplayname><appattach><totallen>0</totallen><attachid></attachid><fileext></fileext></appattach></appmsg><fromusername>wxid_demo</fromusername><scene>0</scene><appinfo><version>1</version><appname></appname></appinfo></msg>",
        xml_value(title),
        xml_value(description),
        xml_value(program)
    )
}

pub(crate) fn quote(name: &str, quoted: &str, reply: &str, id: u64) -> String {
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title>{}</title><des></des><action>view</action><type>57</type><showtype>0</showtype><content></content><url></url><refermsg><type>1</type><svrid>{id}</svrid><fromusr>wxid_demo</fromusr><chatusr>wxid_demo</chatusr><displayname>{}</displayname><content>{}</content></refermsg></appmsg><fromusername>wxid_demo</fromusername><scene>0</scene></msg>",
        xml_value(reply),
        xml_value(name),
        xml_value(quoted)
    )
}

/// `step`: 1 sent, 3 accepted, 4 returned.
pub(crate) fn transfer((amount, memo): (&str, &str), step: u8, post: &Post) -> String {
    let (id, at) = (post.id, post.at);
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"\"><title><![CDATA[微信转账]]></title><des><![CDATA[收到转账{amount}。如需收钱，请点此升级至最新版本]]></des><type>2000</type><wcpayinfo><paysubtype>{step}</paysubtype><feedesc><![CDATA[{amount}]]></feedesc><transcationid><![CDATA[{id}]]></transcationid><transferid><![CDATA[{id}]]></transferid><invalidtime><![CDATA[{}]]></invalidtime><begintransfertime><![CDATA[{at}]]></begintransfertime><effectivedate><![CDATA[1]]></effectivedate><pay_memo><![CDATA[{memo}]]></pay_memo></wcpayinfo></appmsg></msg>",
        at + 86_400
    )
}

pub(crate) fn announcement(words: &str) -> String {
    let words = xml_value(words);
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title>群公告</title><des></des><action>view</action><type>87</type><showtype>0</showtype><content></content><url></url><textannouncement>{words}</textannouncement><appattach><totallen>0</totallen><attachid></attachid><fileext></fileext></appattach></appmsg><fromusername>wxid_demo</fromusername><scene>0</scene><appinfo><version>1</version><appname></appname></appinfo></msg>"
    )
}

pub(crate) fn channel(title: &str, name: &str, words: &str) -> String {
    format!(
        "<msg><appmsg appid=\"\" sdkver=\"0\"><title>{title}</title><des></des><action>view</action><type>51</type><showtype>0</showtype><content></content><url></url><finderFeed><objectId>1</objectId><feedType>4</feedType><nickname>{}</nickname><desc>{}</desc><mediaCount>1</mediaCount></finderFeed></appmsg><fromusername>wxid_demo</fromusername><scene>0</scene><appinfo><version>1</version><appname></appname></appinfo></msg>",
        xml_value(name),
        xml_value(words)
    )
}

pub(crate) fn revoke(target: u64, notice: &str) -> String {
    format!(
        "<sysmsg type=\"revokemsg\">\n\t<revokemsg>\n\t\t<session>wxid_demo</session>\n\t\t<oldmsgid>1660000000</oldmsgid>\n\t\t<msgid>{target}</msgid>\n\t\t<replacemsg><![CDATA[{notice}]]></replacemsg>\n\t</revokemsg>\n</sysmsg>\n"
    )
}
