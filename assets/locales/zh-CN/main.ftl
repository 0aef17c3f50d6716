# 屏幕上的所有文字，按出现的位置分组；其余在 `shell.ftl`。

## 列表

tab-chats = 聊天
tab-book = 通讯录
list-no-hit = 没有找到。
list-no-chats = 还没有聊天。收到消息，或从通讯录打开一个。
list-no-contacts = 没有联系人。
list-book-loading = 正在获取通讯录…
list-draft = [草稿]
list-preview = { $name }：{ $text }
mark-group = 群聊
mark-account = 公众号
mark-special = 微信

## 没有名字的人

name-unknown = 未命名
name-unknown-person = 未命名（{ $tail }）
name-unknown-group = 未命名群聊（{ $tail }）
name-unknown-account = 未命名公众号（{ $tail }）
name-filehelper = 文件传输助手
name-weixin = 微信团队
name-fmessage = 朋友推荐消息
name-newsapp = 腾讯新闻
you = 我
service = 微信

## 会话

title-members = { $count } 人
title-account = 公众号
title-owned = 你是群主
title-starred = 星标
title-muted = 免打扰
title-blocked = 已拉黑
title-gone = 已不是联系人
title-unsure = 是以前认识的？{ $key }
unread-line = 以下为新消息
new-below = 下面有 { $count } 条新消息
not-sent = 未发送：{ $why }
did-it-arrive = 送达了吗？{ $again } 再发一次，{ $arrived } 已送达
quote-line = { $reply }（回复“{ $quoted }”）
quoted = （回复“{ $text }”）
welcome-open = { $key } 打开选中的聊天
welcome-jump = { $key } 按名字查找聊天
welcome-help = { $key } 查看所有按键

## The page of a contact

contact-nick = 昵称
contact-remark = 备注
contact-alias = 微信号
contact-region = 地区
contact-signature = 签名
contact-kind = 类型
contact-marks = 标记
contact-kind-friend = 好友
contact-kind-stranger = 非好友
contact-kind-group = 群聊
contact-kind-account = 公众号
contact-kind-special = 微信内置
contact-male = 男
contact-female = 女
contact-pinned = 置顶
contact-unmet = 本次登录后未出现
contact-members = 成员（{ $count }）
contact-offers = 可能是同一个
contact-offer = { $nth } 与 { $name } 合并
contact-same = 相同：{ $signs }
contact-differing = 不同：{ $signs }
contact-shared = { $all } 名成员中 { $shared } 名相同
contact-joined = 已与其合并
contact-joined-how = { $key } 把合并的分开
contact-comma = 、
contact-close = { $open } 发消息，{ $join } 合并，{ $back } 关闭
sign-account = 帐号
sign-alias = 微信号
sign-remark = 备注
sign-nick = 昵称
sign-pinyin = 名字读音
sign-avatar = 头像
sign-signature = 签名
sign-sex = 性别
sign-place = 地区
sign-members = 成员

## 消息种类，写在方括号里

kind-image = 图片
kind-sticker = 动画表情
kind-voice = 语音
kind-video = 视频
kind-location = 位置
kind-card = 名片
kind-account-card = 公众号名片
kind-friend-request = 好友请求
kind-link = 链接
kind-file = 文件
kind-mini-program = 小程序
kind-music = 音乐
kind-chat-history = 聊天记录
kind-transfer = 转账
kind-red-packet = 红包
kind-call = 通话
kind-unsupported = 暂不支持
on-the-phone = 请在手机上接听
unsupported-type = 类型 { $number }，请在手机上查看

## 日期和时长

seconds = { $count } 秒
day-today = 今天 { $month }{ $day }日
day-yesterday = 昨天 { $month }{ $day }日
day-date = { $month }{ $day }日 { $weekday }
day-date-year = { $year }年{ $month }{ $day }日 { $weekday }
day-yesterday-short = 昨天
weekday-mon = 周一
weekday-tue = 周二
weekday-wed = 周三
weekday-thu = 周四
weekday-fri = 周五
weekday-sat = 周六
weekday-sun = 周日
weekday-monday = 星期一
weekday-tuesday = 星期二
weekday-wednesday = 星期三
weekday-thursday = 星期四
weekday-friday = 星期五
weekday-saturday = 星期六
weekday-sunday = 星期日
month-january = 1月
month-february = 2月
month-march = 3月
month-april = 4月
month-may = 5月
month-june = 6月
month-july = 7月
month-august = 8月
month-september = 9月
month-october = 10月
month-november = 11月
month-december = 12月

## 输入框

composer-keys = { $send } 发送 · { $newline } 换行
composer-size = { $bytes } / { $limit } 字节

## 搜索

search-title = 搜索
search-title-in = 在 { $name } 中搜索
search-what = 输入文字、引号中的词组或筛选条件
search-waiting = 正在搜索…
search-nothing = 没有找到。
search-found = { $count } 条消息，从新到旧
search-found-more = 超过 { $count } 条消息，从新到旧
search-nobody = 没有叫“{ $typed }”的人或聊天，已忽略。
search-no-date = “{ $typed }”不是日期（例如 2026-11-01、昨天、3天、上个月），已忽略。
search-no-kind = 含: 可用 图片、文件、链接、语音、视频；“{ $typed }”已忽略。
search-not-mine = 是: 只能用 我的；“{ $typed }”已忽略。
search-help-from = 发自:老周   某人说的：名字、备注、拼音或首字母；发自:我
search-help-in = 在:爬山群   某个聊天里，写法同上
search-help-when = 晚于:昨天 早于:2026-11-01   也可 2026-11、3天、2周、上个月
search-help-has = 含:图片   或 文件、链接、语音、视频
search-help-mine = 是:我的   我说的
search-help-phrase = "two words"   连在一起的词；也可用 from: in: after: before: has: is:
search-keys = { $go } 到这条消息 · { $scope } 只搜本聊天 · { $close } 关闭
search-keys-in = { $go } 到这条消息 · { $scope } 搜索全部 · { $close } 关闭
search-keys-no-chat = { $go } 到这条消息 · { $close } 关闭

## 状态栏

status-unread = { $count } 条未读
status-loading = 正在获取通讯录，已有 { $count } 人
not-saving = 未保存：{ $why }
unsaved-disk-full = 磁盘已满；新内容先留在内存里，有空间后写入
unsaved-read-only = 磁盘只读；新内容先留在内存里，可写后写入
unsaved-corrupt = 聊天记录在使用中损坏；新内容先留在内存里，并不断重试
unsaved-io = 磁盘出错；新内容先留在内存里，并不断重试
unsaved-locked = 另一个 weft 正在使用这份聊天记录
unsaved-newer = 这份聊天记录由更新版本的 weft 写成
unsaved-unknown = 没有这个账号
unsaved-unnumbered = 微信没有说明这是谁的账号
unsaved-damaged = 聊天记录已损坏，未作改动
unsaved-unusable = 聊天记录无法使用
unsaved-gone = 负责保存的部分已停止，请重新启动 weft
service-demo = 演示
service-other = 测试服务器
link-up = 在线
link-down = 未连接
link-resuming = 正在恢复会话…
link-trying = { $why }，正在重试…
link-retrying = { $why }，{ $left } 后重试
link-phone-offline = 手机离线太久：请打开手机上的微信
link-slowed-down = 微信要求暂停：{ $left }
hint-help = 帮助
hint-quit = 退出
hint-open = 打开
hint-book = 通讯录
hint-jump = 查找聊天
hint-back = 返回
hint-too-long = 太长，无法发送：{ $bytes } / { $limit } 字节。内容都还在。
hint-no-failed-message = 这里没有发送失败的消息。
hint-dropped = 已丢弃；粘回（yank）可取回文字。
hint-no-unread = 没有未读消息。
hint-not-logged-in = 尚未登录。
hint-read-only = 这个聊天不能发消息。
hint-joined = 已合并：以前的聊天在这里。
hint-divided = 已分开：各归各的聊天记录。
hint-not-saved = 现在换帐号会丢掉这里输入的内容：没有在保存。
hint-accounts = 帐号
hint-send-failed = 未能发给 { $name }：{ $why }
hint-network-gone = 网络部分已停止，无法发送。请重新启动 weft。
hint-how-to-quit = 按 { $key } 退出。

## 失败的原因，写在冒号之后或逗号之前

why-offline = 没有网络连接
why-timed-out = 等待回应超时
why-status = 服务器返回 HTTP { $status }
why-garbled = 服务器的回应无法理解
why-refused = 被微信拒绝（代码 { $code }）
why-not-allowed = 微信不允许向这个聊天发消息
why-chat-gone = 这个聊天已不存在
why-too-frequent = 操作太频繁
why-session-over = 登录已结束
why-too-long = 太长

## 登录结束

ended-logged-out = 已退出登录。
ended-by-service = 已在手机上退出，或已在别处登录（{ $code }）。
ended-environment = 登录已结束：微信认为登录环境异常（1203）。
ended-key = { $key } 重新登录

## 登录

warning-title = 登录之前
warning-risk = weft 不是腾讯的产品。用非官方客户端登录，微信号可能被限制或封禁，短则数周，长则永久；有人只扫了一次码就遇到了。
warning-advice = 请用一个可以承受损失的微信号；手机保持在线，并与电脑在同一地点；不要群发。
warning-promise = weft 从不自动重新登录。这段话只显示一次。
warning-choice = { $continue }：我明白，显示二维码。{ $quit }：离开。
login-fetching = 正在获取二维码…
login-scan = 请用手机微信扫码登录
login-scan-how = 手机微信右上角“+”→“扫一扫”。手机离屏幕稍远一些更容易识别。
login-valid = 有效时间还剩 { $left }。
login-renewed = 上一个二维码已过期，这是新的。
login-link-how = 请在别的设备上把这个链接转成二维码：
login-picture-how = 或在浏览器里打开二维码图片：
login-scanned = 已扫码
login-scanned-how = 请在手机上确认登录。
login-asked-phone = 请在手机上确认登录
login-asked-phone-how = 不用扫码。{ $left }后改为显示二维码。
login-confirmed = 已确认
login-confirmed-how = 正在获取聊天…
login-cancelled = 已在手机上取消。正在获取新的二维码…
login-expired = 二维码已过期。正在获取新的…
login-refused = 微信拒绝了这次登录（代码 { $code }）
login-refused-meaning = 这个微信号或这个环境不能在手机之外使用微信。短时间内再试可能更糟。
login-refused-try-desktop = 有些微信号可以用桌面客户端的方式登录：用 --mode desktop 启动 weft。这会顶掉电脑上的微信。
login-refused-try = 已实名并开通微信支付的微信号较少被拒绝。请换一个微信号，或过几天再试。
login-refused-other = 请获取新的二维码；如果还是这样，过几个小时再试。
login-no-network = 连不上微信
login-retrying = 第 { $attempt } 次失败：{ $why }。{ $left } 后重试。
login-opening = 正在打开聊天记录……
login-as = 以 { $name } 登录。{ $key }：换一个帐号
login-dead = { $name } 的会话已结束。{ $key }：换一个帐号
login-new-account = 用新帐号登录。{ $key }：换一个帐号
login-desktop = 以桌面客户端的方式登录：会顶掉电脑上的微信。
login-demo = 这是演示：不用扫码，稍等片刻会自动完成。
login-other = 这不是真正的微信：--server 指定了别的服务器。
refused-locked = 另一个 weft（进程 { $pid }）正在使用这份聊天记录。请先退出它，或用 --account 换一个账号。
refused-locked-by-nobody = 另一个 weft 正在使用这份聊天记录。请先退出它，或用 --account 换一个账号。
refused-newer = 这份聊天记录由更新版本的 weft 写成（版本 { $found }，本程序只认识到 { $known }），未作改动。请升级 weft；在此之前不会保存。
refused-unknown = 这里没有“{ $name }”这个账号。不带 --account 启动 weft 即可登录新账号。
refused-unnumbered = 微信没有说明这是谁的账号，现在不会保存，以免与别人的聊天记录混在一起。请重新登录。
refused-damaged = 聊天记录已损坏，未作改动，现在不会保存。请用备份替换，或把它移走以重新开始。
refused-unusable = 聊天记录无法使用（{ $why }），现在不会保存。请排除问题后重新启动 weft。
login-key-continue = 继续
login-key-link = 显示链接
login-key-code = 显示二维码
login-key-new-code = 获取新的二维码
login-key-retry = 立即重试

## 浮层

accounts-title = 帐号
accounts-current = 正在使用
accounts-logged-out = 已退出登录
accounts-nameless = 未命名
accounts-new = 新帐号（扫码）
accounts-keys = { $open } 换到该帐号，{ $back } 不换
accounts-keys-first = { $open } 打开，{ $back }：新帐号
join-title = { $name } 还是谁？
join-what = 输入名字、拼音或首字母；两人的聊天会合在一起
join-nobody = 没有可以合并的同名联系人
join-nobody-at-all = 没有可以合并的联系人
join-no-evidence = 没有资料表明是同一个人。
join-keys = { $agree } 合并 · { $back } 返回
help-title = 按键
help-everywhere = 任何地方
help-list = 列表中
help-composer = 输入时
help-search = 搜索时
help-login = 登录时
help-contact = 在联系人资料页
help-more = 下面还有 { $count } 行
help-close = Esc 关闭
quit-title = 退出？
quit-question = 还有消息没有发出，退出会丢失。
quit-choice = { $agree } 退出，{ $back } 返回。
logout-title = 退出登录？
logout-question = weft 会忘记这次会话，下次登录需要手机确认；聊天记录仍留在这里。
logout-choice = { $agree } 退出登录，{ $back } 返回。
too-small = weft 需要至少 { $width } 列、{ $height } 行的屏幕。

## 每个键的作用，写在帮助里

key-help = 帮助
key-quit = 退出
key-how-to-quit = 提示怎样退出
key-back = 返回一步；输入的内容不会丢
key-redraw = 重新绘制屏幕
key-login-again = 重新登录；断线时立即重试
key-log-out = 退出登录：忘记会话，保留聊天记录
key-accounts = 换帐号：列出保存在这里的帐号
key-jump = 按名字查找聊天
key-book = 通讯录
key-search = 搜索本聊天；在列表中则搜索全部
key-search-everywhere = 搜索全部；回到搜索结果
key-go-back = 回到跳转之前的位置
key-go-there = 到这条消息
key-next-unread = 下一个未读聊天
key-contact = 这是谁：查看全部资料
key-join = 就是同一个人：与该处所列的合并
key-join-with = 选一个人，与之合并
key-divide = 把合并的分开
key-nth-chat = 列表中该位置的聊天
key-scroll-up = 向上滚动
key-scroll-down = 向下滚动
key-scroll-top = 到第一条消息
key-scroll-bottom = 到最后一条消息
key-select-up = 选中上一条消息
key-select-down = 选中下一条消息
key-resend = 重发失败的消息
key-edit-failed = 取回失败的消息来修改
key-mark-sent = 存疑的消息其实已送达
key-drop-failed = 丢弃失败的消息；粘回可取回文字
key-agree = 是
key-continue = 继续
key-toggle-link = 二维码或链接
key-new-code = 新的二维码
key-up = 上移
key-down = 下移
key-page-up = 上一页
key-page-down = 下一页
key-first = 到第一个
key-last = 到最后一个
key-open = 打开
key-tab-left = 聊天
key-tab-right = 通讯录
key-next-pane = 在列表和输入框之间切换
key-send = 发送
key-new-line = 换行
key-scroll-page-up = 向上翻页
key-scroll-page-down = 向下翻页
key-left = 左移
key-right = 右移
key-word-left = 左移一词
key-word-right = 右移一词
key-row-up = 上移一行
key-row-down = 下移一行
key-line-start = 到行首
key-line-end = 到行尾
key-text-start = 到开头
key-text-end = 到末尾
key-backspace = 删除光标前的字
key-delete = 删除光标处的字
key-kill-word-back = 剪切前一个词
key-kill-word-forward = 剪切后一个词
key-kill-to-start = 剪切到行首
key-kill-to-end = 剪切到行尾
key-yank = 粘贴剪切的内容
key-transpose = 交换两个字
key-undo = 撤销
key-redo = 重做
