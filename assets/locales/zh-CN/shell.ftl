# 命令行、设置，以及写到标准错误的话。

cli-about = 全屏的终端微信。
cli-usage = 用法：
cli-usage-line = weft [选项] [命令]
cli-usage-demo = weft demo [选项]
cli-usage-sim = weft sim [选项]
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
cli-help = 显示本帮助
cli-version = 显示版本

setting-language = 界面语言；auto 跟随系统区域设置
setting-theme = terminal 用终端自己的颜色，mono 不用颜色；auto 遵从 NO_COLOR
setting-glyphs = 线条与标记用 Unicode 或纯 ASCII；auto 在 Linux 控制台上用 ascii
setting-mouse = 点击与滚轮；false 则由终端自己选取文字
setting-bell = 未打开的聊天来新消息时响铃
setting-server = 改为连接这个服务：https，或仅限本机的 http
setting-mode = 登录方式：网页、桌面客户端，或先网页、被拒后再用桌面客户端
setting-account = 使用这个账号的聊天记录与会话（号码或名字）；不指定则用上次的
setting-log = 日志的详细程度；从不记录聊天内容和密钥
setting-data-dir = 设置、状态、缓存、数据全都放在这个目录下
setting-no-mouse = 把鼠标留给终端
setting-kind-origin = 形如 https://host 或 http://127.0.0.1:8080 的地址
setting-kind-folder = 一个目录
setting-kind-account = 账号的号码或名字

error-line = weft：{ $what }
error-no-terminal = 标准输出不是终端；请在终端里启动 weft
error-terminal = 终端无法使用：{ $why }
error-home = 找不到主目录；请设置 HOME，或用 --data-dir 指定目录
error-folder = 无法使用 { $path }：{ $why }
error-file = 无法读取 { $path }：{ $why }
error-network = 网络部分无法启动：{ $why }
error-store = 负责保存的部分无法启动：{ $why }
error-serve = 模拟服务无法启动：{ $why }
error-panic = weft 内部出错，已停止；位置见日志：{ $path }
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
error-cli-repeated = { $argument } 重复了
error-cli-number = { $argument }：“{ $value }”不是合适的数
error-cli-other = 这些选项不能这样用（{ $what }）；用法见 weft --help
