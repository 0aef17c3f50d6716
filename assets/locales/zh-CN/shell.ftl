# 命令行、设置，以及写到标准错误的话。

cli-about = 全屏的终端微信。
cli-usage = 用法：
cli-usage-line = weft [选项] [命令]
cli-usage-demo = weft demo [选项]
cli-usage-sim = weft sim [选项]
cli-usage-export = weft export [选项]
cli-usage-import = weft import 文件 [选项]
cli-commands = 命令：
cli-options = 选项：
cli-after =
    设置可以写在 { $file }，也可以放在环境变量里或写在命令行上：命令行优先。
    在程序里按 F1 可看到所有按键。
cli-demo = 不用账号、不用网络先试一试：里面的人会和你聊天
cli-sim = 在本机提供模拟服务，供其他程序使用
cli-port = 监听的端口；不指定则任选一个空闲端口
cli-seed = 一切随机内容都由这个数决定
cli-auto-login = 在这么多毫秒之内自动扫码并确认每次登录
cli-hold = 没有新消息时轮询保持的毫秒数；真实服务为 25000
cli-chats = 另加这么多个聊天
cli-messages = 在其中第一个聊天里另加这么多条消息
cli-members = 其中每个群的成员数
cli-story = 播放演示剧情
cli-overseas = 登录后转到 web.wechat.com 的主机，而不是 wx.qq.com
sim-serving = weft：正在 { $address } 提供服务；按 Ctrl-C 结束
cli-export = 写出聊天记录：纯文本、网页或 JSON Lines
cli-import = 收入以 JSON Lines 写出的聊天记录
cli-chat = 只要这个聊天：名字，或 --list 给出的编号；可多次使用。不指定则为全部
cli-since = 从这一天或这一刻起
cli-until = 到这一天、这一月或这一年结束为止，或到这一刻之前
cli-format = text、jsonl 或 html；不指定则看文件名的结尾，否则为 text
cli-output = 写到这个文件，只有你自己能读；不指定或用 - 则写到标准输出
cli-force = 文件已存在时替换它
cli-list = 只列出聊天，并说明如何区分
cli-export-after =
    日期为本地时间：2026-11-01、2026-11-01T08:00、2026-11、昨天、3天。
    weft 运行时也可以写出。写出的内容里绝不会有登录账号的凭据。
cli-import-after =
    不会重复收入：再做一次，或其中一部分已经在了，都不会多出什么。
    收入到文件所属的账号，或 --account 指定的账号。这时该账号的 weft 不能在运行。
cli-help = 显示本帮助
cli-version = 显示版本

setting-language = 界面语言；auto 跟随系统区域设置
setting-theme = terminal 用终端自己的颜色，mono 不用颜色；auto 遵从 NO_COLOR
setting-glyphs = 线条与标记用 Unicode 或纯 ASCII；auto 在 Linux 控制台上用 ascii
setting-pictures = 怎样显示图片：kitty 协议、iTerm2 协议、sixel、半块字符，或不显示；auto 会探知终端的能力
setting-avatars = 聊天列表里和群聊名字前的头像：auto 只在终端能显示像素时，always 半块字符也显示
setting-ambiguous-width = … 和 · 这类字符占几列；auto 自动测量，终端设为宽字符时用 2
setting-mouse = 点击与滚轮；false 则由终端自己选取文字
setting-bell = 未打开的聊天来新消息时响铃
setting-faces = [微笑] 等微信表情：显示为 emoji，或保留文字
setting-fold-accounts = 公众号的聊天收在列表的一个条目里；置顶的除外
setting-group-actions = 提供新建和修改群聊的操作，尽管微信 2018 年起对网页端关闭了这些功能
setting-server = 改为连接这个服务：https，或仅限本机的 http
setting-mode = 登录方式：网页、桌面客户端，或先网页、被拒后再用桌面客户端
setting-account = 使用这个账号的聊天记录与会话（号码或名字）；不指定则用上次的；ask 表示启动时选择
setting-log = 日志的详细程度；从不记录聊天内容和密钥
setting-keep-recalled = 保留被撤回消息的内容，显示在撤回提示之下；false 只留提示
setting-editor = Ctrl-G 用来编辑草稿的编辑器；否则用 VISUAL、EDITOR、vi
setting-keep-days = 消息保留这么多天；不指定则全部保留
setting-keep-megabytes = 聊天记录最多占这么多兆字节；不指定则不限
setting-downloads = 把文件保存到这个文件夹；不指定则用桌面的下载文件夹
setting-opener = 用这个程序打开文件和网页，代替系统自己的
setting-cache-megabytes = 下载过的内容最多在磁盘上占这么多兆字节；最旧的先删除
setting-data-dir = 设置、状态、缓存、数据全都放在这个目录下
setting-no-mouse = 把鼠标留给终端
setting-kind-origin = 形如 https://host 或 http://127.0.0.1:8080 的地址
setting-kind-folder = 一个目录，名称为 UTF-8 编码
setting-kind-account = 账号的号码或名字
setting-kind-command = 一条命令
setting-kind-program = 程序的名字
setting-kind-limit = 大于 0 的整数

error-line = weft：{ $what }
error-no-terminal = 标准输出不是终端；请在终端里启动 weft
error-terminal = 终端无法使用：{ $why }
error-home = 找不到主目录；请设置 HOME，或用 --data-dir 指定目录
error-folder = 无法使用 { $path }：{ $why }；请改好它的权限，或用 --data-dir 指定别的目录
error-file = 无法读取 { $path }：{ $why }
error-network = 网络部分无法启动：{ $why }
error-store = 负责保存的部分无法启动：{ $why }
error-serve = 模拟服务无法启动：{ $why }
error-panic = weft 内部出错，已停止；位置见日志：{ $path }
error-no-history = 这里还没有聊天记录：请先登录一次，或用 --data-dir 指定别的目录
error-which-account = 请用 --account 选择账号：{ $names }
error-history = 无法读取聊天记录：{ $why }
error-stdout = 无法写到标准输出：{ $why }
error-write = 无法写入 { $path }：{ $why }
error-exists = { $path } 已存在；--force 会替换它
error-no-file = { $path } 不是文件
error-export-date = { $flag }：“{ $value }”不是日期；可用 2026-11-01、2026-11-01T08:00、2026-11、昨天、3天
error-chat-unknown = 那段时间里没有叫“{ $name }”的聊天；weft export --list 可列出全部
error-chat-near = 那段时间里没有叫“{ $name }”的聊天；相近的有 { $chats }
error-chat-several = 有几个聊天都叫“{ $name }”；请用编号选一个：{ $chats }
error-import-which = 请写明要收入的文件：weft import 文件
error-import-header = { $path } 不是 weft 以 JSON Lines 写出的聊天记录；什么也没有收入
error-import-newer = { $path } 由更新的 weft 写出；请先更新。什么也没有收入
error-import-line = { $path }:{ $line }：不是聊天记录里的一条；什么也没有收入
error-import-nobody = { $path }:{ $line }：提到编号 { $number }，但前面没有说明那是谁；什么也没有收入
error-import-twice = { $path }:{ $line }：编号 { $number } 已经是别人的；什么也没有收入
error-import-many = { $path }:{ $line }：消息比一个文件所能有的还多；什么也没有收入
error-import-history = 无法写入聊天记录：{ $why }。已收入的会保留；再做一次会接着收入
error-config-syntax = { $place }：不是有效的 TOML：{ $message }
error-config-key = { $place }：没有“{ $key }”这个设置；可用的有 { $keys }
error-config-type = { $place }：{ $key } 应为 { $wanted }
error-config-value = { $place }：“{ $value }”不在 { $wanted } 之中
error-server-address = { $place }：“{ $value }”不是地址；应形如 https://host 或 http://127.0.0.1:8080
error-server-plain = { $place }：{ $value } 会明文传送你的会话；http 只限本机，请用 https
error-server-origin = { $place }：{ $value } 除协议、主机和端口外还有别的内容；请去掉
error-cli-unknown = 没有“{ $argument }”这个选项或命令；weft --help 可查看全部
error-cli-similar = 没有“{ $argument }”这个选项或命令；是不是想用 { $similar }？
error-cli-value = { $argument } 需要一个值
error-cli-no-value = { $argument } 不带值
error-cli-utf8 = 有个参数不是 UTF-8 编码，weft 不认别的编码
error-cli-repeated = { $argument } 重复了
error-cli-number = { $argument }：“{ $value }”不是合适的数
error-cli-other = weft 看不懂这些选项（{ $what }）；用法见 weft --help

## 写出与收入时说的话

export-title = 聊天
export-count = { $count } 条消息
export-chats = { $count } 个聊天
export-done = weft：已将 { $chats }的 { $count } 条消息写到 { $path }
export-nothing = weft：那里没有一条消息
export-stdout = 标准输出
export-progress = weft：{ $count } 条消息 …
export-unsent = 尚未发出
export-unconfirmed = 不知道对方是否收到
import-progress = weft：{ $count } 条消息 …
import-done = weft：收入 { $taken } 条新消息，{ $known } 条已有，新增 { $newcomers } 个人或群；账号 { $account }
