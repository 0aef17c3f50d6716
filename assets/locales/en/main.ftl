# Everything the screen says. Keys are grouped by where a person reads them; `shell.ftl` has the rest.

## The list

tab-chats = Chats
tab-book = Contacts
tab-accounts = Accounts
list-no-hit = Nobody of that name.
list-no-chats = No chats yet. The first message opens one, and so does a contact.
list-no-contacts = No contacts.
list-book-loading = Fetching the contacts …
list-draft = Draft:
list-preview = { $name }: { $text }
mark-group = group
mark-account = account
mark-special = WeChat

## Names of those who have none

name-unknown = Unnamed
name-unknown-person = Unnamed ({ $tail })
name-unknown-group = Unnamed group ({ $tail })
name-unknown-account = Unnamed account ({ $tail })
name-filehelper = File Transfer
name-weixin = WeChat Team
name-fmessage = Friend requests
name-newsapp = Tencent News
name-qqmail = QQ Mail
name-qmessage = QQ offline messages
name-floatbottle = Drift Bottle
name-lbsapp = People Nearby
name-shakeapp = Shake
name-masssendapp = Broadcast Messages
you = You
service = WeChat

## The conversation

title-members = { $count ->
    [one] 1 member
   *[other] { $count } members
}
title-account = official account
title-owned = your group
title-starred = starred
title-muted = muted
title-blocked = blocked
title-gone = not a contact any more
title-left = no longer a member
title-unsure = known from before? { $key }
unread-line = new messages
new-below = { $count ->
    [one] 1 new below
   *[other] { $count } new below
}
not-sent = not sent: { $why }
not-fetched = not downloaded: { $why }
did-it-arrive = did it arrive?
quote-line = { $reply } (to “{ $quoted }”)
quoted = (to “{ $text }”)
welcome-open = { $key } opens the chosen chat
welcome-jump = { $key } finds a chat by its name
welcome-help = { $key } shows every key

## The page of a contact

contact-nick = Nickname
contact-remark = Remark
contact-alias = WeChat ID
contact-region = Region
contact-signature = Signature
contact-kind = Kind
contact-marks = Marks
contact-kind-friend = friend
contact-kind-stranger = not a contact
contact-kind-group = group
contact-kind-account = official account
contact-kind-special = part of WeChat
contact-male = male
contact-female = female
contact-pinned = pinned
contact-unmet = not met since the last login
contact-members = Members ({ $count })
contact-offers = May be the same as
contact-offer = { $nth } joins with { $name }
contact-same = the same { $signs }
contact-differing = another { $signs }
contact-shared = { $shared } of { $all } members
contact-joined = Was joined with
contact-joined-how = { $key } takes apart what was joined
contact-comma = {", "}

## Managing people and groups

contact-size = Size
contact-card = My name here
contact-owner = Owner
page-write = { $key } writes
page-read = { $key } reads
page-members = { $key } members
page-remark = { $key } remark
page-pin = { $key } pins
page-shared = { $key } media
page-mute = { $key } mute?
page-join = { $key } joins
page-back = { $key } closes
groups-on = { $add } adds, { $remove } removes, { $rename } renames, { $leave } leaves. WeChat shut this for web clients in 2018; it may refuse.
groups-off = Adding, removing, renaming, leaving: on the phone. WeChat shut this for web clients in 2018; group_actions = true tries it all the same.
groups-mine = You own it: you alone may remove members.
groups-theirs = Its owner alone may remove members. Adding and renaming is for every member, unless the owner keeps it.
act-remark = Remark
act-pin = Pinning
act-unpin = Unpinning
act-accept = Friend request
act-answer = Answer
act-create = New group
act-add = Adding to the group
act-invite = Inviting to the group
act-remove = Removing from the group
act-rename = Another name for the group
act-leave = Leaving the group
managed-asked = { $what }: asking WeChat…
managed-done = { $what }: done.
managed-refused = { $what } failed: { $why }
managed-refused-words = { $what } failed: { $why } · WeChat says: { $words }
managed-shut = { $what } failed: WeChat shut this for web clients in 2018. The phone can.
managed-left-out = { $what }: done, without { $who }
left-out-blocks = { $name } (blocks you)
left-out-deleted = { $name } (deleted you)
managed-mute = Muting is done on the phone: web clients cannot. What it says there is shown here.
managed-not-here = That is for groups.
managed-not-met = Not met in this login: WeChat knows no name for them now.
managed-groups-off = Off: WeChat shut this for web clients in 2018. group_actions = true tries it all the same.
managed-not-owner = Only the group's owner can remove members.
managed-too-few = A group needs at least two others.
managed-nobody = Nobody is chosen.
managed-request-old = This request came in an earlier login: only the phone can accept it.
managed-accepted = Already accepted.
managed-nothing-shared = No pictures, files or links are kept of this chat.
deed-remark = Take the remark off? The name will be { $topic }, here and on the phone.
deed-create = Make a group with { $who }? All of them see it at once. WeChat allows few: one in 20 to 60 seconds.
deed-add = Add { $who } to { $name }? They are in at once, and every member is told. WeChat allows few: one in 20 to 60 seconds.
deed-invite = Invite { $who } to { $name }? From { $limit } members on each of them is asked first.
deed-remove = Remove { $who } from { $name }? They are out at once, and every member is told.
deed-rename = Call { $name } “{ $topic }” for everybody in it? A notice tells who did it.
deed-leave = Leave { $name }? You hear nothing of it any more, and only a member can bring you back. What was said stays here.
deed-choice = { $agree } does it, { $back } goes back.
people-more = { $who } and { $count } more
naming-remark = What is { $name } called here?
naming-remark-about = Only you see it. Empty takes it off.
naming-topic-about = Everybody in the group sees it.
naming-group-about = Everybody in it sees the name; it may be empty.
naming-answer-about = They see it with their request. It does not accept it.
naming-keys = { $agree } does it · { $back } goes back
roster-members = Members of { $name }
roster-remove = Remove from { $name }
roster-add = Add to { $name }
roster-new = New group with
roster-nobody = Nobody of that name.
roster-found = { $count ->
    [one] 1 person
   *[other] { $count } people
}
roster-marked = { $marked } chosen
roster-keys = { $agree } goes on · { $mark } chooses · { $back } back
roster-keys-members = { $agree } shows who that is · { $back } back
shared-title = Shared in { $name }
shared-count = { $count } in all, newest first
shared-newest = The newest { $count }, older ones further down
shared-keys = { $open } goes to the message · { $back } back
shared-keys-picture = { $open } shows it · { $go } goes to the message · { $back } back
shared-keys-links = { $open } shows its link · { $go } goes to the message · { $back } back
shared-keys-none = { $back } back
request-name = Name
request-greeting = Says
request-from = Found you
request-state = State
request-asked = asking WeChat…
request-accepted = accepted
request-old = came in an earlier login: only the phone can accept it
request-pending = waits: { $key } accepts
request-keys = { $accept } accepts · { $answer } answers · { $back } closes
request-keys-accepted = { $open } writes · { $back } closes
request-keys-old = { $back } closes
scene-unknown = not told how
kind-friend-accepted = Friend request, accepted

sign-account = account
sign-alias = WeChat ID
sign-remark = remark
sign-nick = nickname
sign-pinyin = reading of the name
sign-avatar = picture
sign-signature = signature
sign-sex = sex
sign-place = region
sign-members = members

## Kinds of messages, in brackets before what is known of them

kind-image = Photo
kind-sticker = Sticker
kind-voice = Voice
kind-video = Video
kind-location = Location
kind-card = Contact card
kind-account-card = Account card
kind-friend-request = Friend request
kind-link = Link
kind-file = File
kind-mini-program = Mini program
kind-music = Music
kind-chat-history = Chat history
kind-transfer = Transfer
kind-red-packet = Red packet
kind-call = Call
kind-unsupported = Unsupported
kind-text = Text
kind-notice = Notice
kind-recalled = Taken back
recalled-by-me = You recalled a message
kind-quote = Reply
kind-announcement = Announcement
kind-live-location = Live location
kind-voice-reminder = Voice reminder
kind-product = Product
kind-sticker-pack = Sticker pack
kind-coupon = Coupon
kind-channel = Channel video
kind-solitaire = Group list
kind-live = Live stream
kind-uploading = File on its way
thrown-dice = dice: { $pips }
thrown-scissors = scissors
thrown-rock = rock
thrown-paper = paper
scene-search = found by search
scene-group = from a group
scene-phone-book = from the phone book
scene-card = from a contact card
scene-nearby = from nearby
scene-code = by QR code
request-open = waits for your answer
money-sent = waiting to be accepted
money-accepted = accepted
money-returned = returned
articles-count = { $count } articles, { $key } lists them
record-count = { $count ->
    [one] 1 message, { $key } unfolds it
   *[other] { $count } messages, { $key } unfolds them
}
unsupported-known = type { $number }
unsupported-details = { $key } shows what came
see-on-phone = open on the phone
plays-it = { $key } plays it
opens-map = { $key } opens the map
shows-map = { $key } shows the map
download-done = downloaded
on-the-phone = to be answered on the phone
unsupported-type = type { $number }, to be seen on the phone

## Days and spans

seconds = { $count } s
day-today = Today, { $month } { $day }
day-yesterday = Yesterday, { $month } { $day }
day-date = { $weekday }, { $month } { $day }
day-date-year = { $weekday }, { $month } { $day }, { $year }
day-yesterday-short = Yesterday
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December

## The composer

composer-shut = nothing can be sent here
composer-keys = { $send } sends · { $newline } new line
composer-quote = Reply to { $text }
composer-quote-off = { $key } takes it off
composer-size = { $bytes } of { $limit } bytes

## The search

search-title = Search
search-title-in = Search in { $name }
search-what = Words, phrases in quotes, filters
search-waiting = Searching …
search-nothing = Nothing found.
search-found = { $count ->
    [one] 1 message
   *[other] { $count } messages, newest first
}
search-found-more = { $count } messages and more, newest first
search-nobody = Nobody and no chat is called “{ $typed }”: left out.
search-no-date = “{ $typed }” is no date (try 2026-11-01, yesterday, 3d, last month): left out.
search-no-kind = has: takes image, file, link, voice or video; “{ $typed }” is left out.
search-not-mine = is: takes mine; “{ $typed }” is left out.
search-help-from = from:anna   by a person: name, remark, pinyin or initials; from:me
search-help-in = in:team   in a chat, named the same way
search-help-when = after:yesterday before:2026-11-01   also 2026-11, 3d, 2w, last month
search-help-has = has:image   or file, link, voice, video
search-help-mine = is:mine   what I said
search-help-phrase = "two words"   as they stand there
search-keys = { $go } goes there · { $scope } this chat · { $close } closes
search-keys-in = { $go } goes there · { $scope } everywhere · { $close } closes
search-keys-no-chat = { $go } goes there · { $close } closes

## The status bar

status-unread = { $count } unread
status-loading = fetching contacts, { $count } so far
not-saving = not saving: { $why }
unsaved-disk-full = the disk is full; what is new is held, and written once there is room
unsaved-read-only = the disk is read-only; what is new is held, and written once it can be
unsaved-corrupt = the history was damaged while in use; what is new is held, and tried again
unsaved-io = the disk reports errors; what is new is held, and tried again
unsaved-locked = another weft has this history open
unsaved-newer = a newer weft wrote this history
unsaved-unknown = there is no such account
unsaved-unnumbered = WeChat did not say whose account this is
unsaved-damaged = the history is damaged; it was not touched
unsaved-unusable = the history cannot be used
unsaved-gone = the part that saves has stopped; start weft again
service-demo = demo
service-other = test server
link-up = online
link-down = not connected
link-resuming = coming back …
link-trying = { $why }, trying again …
link-retrying = { $why }, next try in { $left }
link-phone-offline = the phone has been offline too long: open WeChat on it
link-slowed-down = WeChat asks for a pause: { $left }
hint-help = help
hint-quit = quit
hint-open = open
hint-book = contacts
hint-jump = find a chat
hint-back = back
hint-quote = quote
hint-forward = forward
hint-recall = recall
hint-edit-again = edit again
hint-accept = accept
hint-stop = stop
hint-again = again
hint-arrived = it arrived
hint-drop = drop
hint-look-into = look into
hint-view = view
hint-copy = copy
hint-details = details
hint-no-chat = Open a chat first.
hint-no-meaning = That key does nothing here. { $help } tells those that do.
hint-covered = That key is for what is behind this: { $back } first.
hint-no-words = This was not typed: send it again, or drop it.
hint-not-quotable = Nobody said this: it cannot be quoted.
hint-not-forwardable = This cannot be forwarded.
hint-none-chosen = That is for a chosen message: { $choose } or a click chooses one.
hint-forwarded = { $count ->
    [one] Forwarded to 1 chat.
   *[other] Forwarded to { $count } chats.
}
hint-not-recallable = Only your own messages of the last two minutes can be recalled.
hint-recalling = Asking WeChat to take it back …
hint-recalled = Recalled. Choose it to edit its words again.
hint-not-recalled = Not recalled: { $why }
hint-editor-failed = The editor did not work ({ $why }). The draft is as it was.
hint-editor-status = The editor ended with an error ({ $code }). The draft is as it was.
hint-editor-no-text = What the editor left is no text, or too long. The draft is as it was.
hint-too-long = Too long to send: { $bytes } of { $limit } bytes. Nothing is lost.
hint-no-failed-message = No message here failed.
hint-dropped = Dropped. Yanking brings the words back.
hint-no-unread = Nothing unread.
hint-no-picture = This message has no picture.
hint-pictures-off = Pictures are switched off, or this terminal shows none.
hint-last-picture = No other picture on this side.
hint-taken-back = That message was recalled just now.
hint-left-group = You are not in this group any more: what was said stays, and nothing can be sent.
hint-not-logged-in = Not logged in.
hint-read-only = This chat cannot be written to.
hint-joined = Joined: what was said before is here.
hint-divided = Two again: everybody has their own lines.
hint-no-quoted = What this replies to is not kept here.
hint-nothing-inside = This message is all there is to see.
hint-not-saved = Another account now would lose what is typed here: nothing is saved.
hint-accounts = accounts
hint-saved = Saved: { $path }
hint-opened = Given to the system's program.
hint-not-built = Given to the system's program: this weft was built without sound.
hint-no-sound = No sound here, so it was given to the system's program: { $why }
hint-not-sound = weft cannot play this, so it was given to the system's program.
hint-copied = Copied.
hint-stopped = Stopped.
hint-program = This can run as a program: weft does not open it. { $key } saves it.
hint-failed = That did not work: { $why }
unopened = { $why } { $advice }
unopened-voice = No sound here. { $why } { $advice }
unopened-no-program = No program opens it.
unopened-no-browser = No browser opens it.
unopened-not-there = No program “{ $program }”.
unopened-ended = “{ $program }” failed.
unopened-advice = { $save } saves it; or set “opener”.
unopened-page-advice = { $links }, then { $copy } copies it; or set “opener”.
hint-nothing = There is nothing to do that with in this message.
hint-on-phone = Only the phone can open this.
hint-unsent = Not sent yet.
hint-not-kept = What is needed to fetch this file is not kept.
hint-not-met = Whoever sent this has not been met since the last login: nobody can be asked for it.
hint-media-gone = The part that handles files has stopped. Start weft again.
hint-no-links = No links in this message.
hint-foreign = Not a page of the web: weft shows this address and does not open it.
hint-wordless = There are no words in this message.
hint-file-dropped = Dropped. The file itself is where it was.
hint-copy-dropped = Dropped, and the copy of the picture with it.
hint-clip-asking = Asking the clipboard …
hint-clip-nothing = Nothing on the clipboard that could be sent or typed.
hint-clip-not-built = This weft was built without the clipboard (feature “clipboard”). Send a file, or paste its path.
hint-clip-unreachable = The clipboard cannot be asked from here. Send a file, or paste its path. ({ $why })
hint-goes-anew = It goes out as soon as it is here.
hint-not-sendable = Cannot be sent: { $why }
hint-save = save
hint-links = links
hint-send-failed = Not sent to { $name }: { $why }
hint-network-gone = The network part has stopped: nothing can be sent. Start weft again.
hint-how-to-quit = { $key } quits.

## Why something failed, after a colon or before a comma

why-offline = no connection
why-timed-out = no answer in time
why-status = the server said HTTP { $status }
why-garbled = an answer that makes no sense
why-refused = refused by WeChat (code { $code })
why-not-allowed = WeChat does not allow writing to this chat
why-chat-gone = this chat does not exist any more
why-too-frequent = too many messages in a short time
why-session-over = the session had ended
why-too-long = too long
why-cancelled = cancelled
why-file-gone = the file is not there any more, or cannot be read
why-file-changed = the file has changed since it was chosen
why-empty = WeChat takes no empty files
why-too-large = larger than WeChat takes (20 MB for a video, 100 MB for a file)
fault-empty = WeChat sends nothing. Expired or not ready: see the phone
fault-short = incomplete ({ $got } of { $announced })
fault-not-media = WeChat sent a page in its place; log in again if that stays so
fault-too-large = larger than { $limit }; open it on the phone
fault-disk = it cannot be written ({ $why })

## The end of a session

ended-logged-out = Logged out.
ended-by-service = Logged out on the phone, or logged in elsewhere ({ $code }).
ended-environment = Logged out: WeChat calls this place abnormal (1203).
ended-key = { $key } logs in again

## The login

warning-title = Before you log in
warning-risk = weft is not made by Tencent. Logging in with a client that is not theirs can get a WeChat account restricted or banned, for weeks or for good. It has happened after a single scan.
warning-advice = Use an account you can do without. Keep the phone online and in the same place. Send no bulk messages.
warning-promise = weft never logs in again by itself. This is shown once.
warning-choice = { $continue }: I understand, show me the code. { $quit }: leave.
login-fetching = Fetching a login code …
login-scan = Scan with WeChat on your phone
login-scan-how = In WeChat: + at the top right, then Scan. Hold the phone a little away from the screen.
login-valid = Valid for another { $left }.
login-renewed = The last code ran out; this is a new one.
login-link-how = On another device, make a QR code of this link:
login-picture-how = or open its picture in a browser:
login-scanned = Scanned
login-scanned-how = Now confirm the login on your phone.
login-asked-phone = Confirm the login on your phone
login-asked-phone-how = No scan is needed. A code is shown instead in { $left }.
login-confirmed = Confirmed
login-confirmed-how = Fetching your chats …
login-cancelled = Cancelled on the phone. Fetching a new code …
login-expired = The code ran out. Fetching a new one …
login-refused = WeChat refused this login (code { $code })
login-refused-meaning = This account, or this place, may not use WeChat outside of the phone. Trying again soon may make it worse.
login-refused-try-desktop = Some accounts may log in as the desktop client instead: start weft with --mode desktop. That takes the place of WeChat on your computer.
login-refused-try = Accounts with a verified name and WeChat Pay are refused less often. Try another account, or wait some days.
login-refused-other = Ask for a new code, and if the same comes back, wait some hours.
login-no-network = WeChat cannot be reached
login-retrying = Try { $attempt } failed: { $why }. Next try in { $left }.
login-opening = Opening the chats …
login-as = Logging in as { $name }. { $key }: another account
login-dead = The session of { $name } has ended. { $key }: another account
login-new-account = Logging in with a new account. { $key }: another one
login-desktop = Logging in as the desktop client: this takes the place of WeChat on your computer.
login-demo = This is the demo: nobody needs to scan, it happens by itself in a moment.
login-other = Not the real WeChat: --server names another one.
refused-locked = Another weft (process { $pid }) has this history open. End that one, or choose another account with --account.
refused-locked-by-nobody = Another weft has this history open. End that one, or choose another account with --account.
refused-newer = This history was written by a newer weft (version { $found }, this one knows { $known }). It was not touched. Update weft; until then nothing is saved.
refused-unknown = There is no account "{ $name }" here. Start weft without --account to log in with a new one.
refused-unnumbered = WeChat did not say whose account this is, so nothing is saved now: another person's history could be mistaken for it. Log in again.
refused-damaged = The history is damaged. It was not touched, and nothing is saved now. Put a copy from a backup in its place, or move it away to begin a new one.
refused-unusable = The history cannot be used ({ $why }). Nothing is saved now. Mend that and start weft again.
login-key-continue = continue
login-key-link = show the link
login-key-code = show the code
login-key-new-code = ask for a new code
login-key-retry = try now

## Overlays

links-title = Links
links-host = leads to { $host }
links-foreign = no page of the web: shown, never opened
links-keys-more = { $count ->
    [one] { $open } shows the last row · { $copy } copies · { $back } back
   *[other] { $open } shows { $count } more rows · { $copy } copies · { $back } back
}
links-keys = { $open } opens · { $copy } copies · { $back } back
attach-title = Send a file to { $name }
attach-reading = Looking …
attach-unreadable = This folder cannot be read: { $why }
attach-nothing = Nothing here is called so.
attach-found = { $count ->
    [one] 1 file or folder
   *[other] { $count } files and folders
}
attach-more = { $count } and more; type the beginning of a name
folder-entries = { $count ->
    [0] empty
    [one] 1 entry
   *[other] { $count } entries
}
folder-more = more than { $count } entries
attach-keys = { $pick } picks · { $complete } fills · { $back } back
send-title = Send?
send-question = { $count ->
    [one] To { $name }:
   *[other] { $count } files to { $name }:
}
send-file = { $name } · { $size } · { $kind }
send-more = and { $count } more
send-choice = { $agree } sends, { $back } does not.
send-choice-pasted = { $agree } sends, { $back } keeps the text.
accounts-title = Accounts
accounts-current = in use
accounts-logged-out = logged out
accounts-nameless = Unnamed
accounts-new = A new account (scan a code)
accounts-keys = { $open } changes to it · { $back } stays
accounts-keys-first = { $open } opens it · { $back }: a new account
join-title = Who is also { $name }?
join-what = Name, pinyin or initials; the chats of both become one
join-nobody = Nobody of that name can be the same
join-nobody-at-all = There is nobody it could be
join-no-evidence = Nothing known says that they are the same.
join-keys = { $agree } joins them · { $back } back
unfolded-title = Messages
unfolded-nth = { $nth } of { $count }
unfolded-inside = { $key } unfolds
unfolded-browser = { $key } opens it
unfolded-links = { $key } shows its links
unfolded-copy = { $key } copies
unfolded-back = { $key } back
details-title = Details
details-kind = Kind
details-who = From
details-when = When
details-state = State
details-id = MsgId
details-types = MsgType
details-size = Size
details-extent = Pixels
details-file = File name
details-md5 = MD5
details-kept = with WeChat
details-queued = waits to be sent
details-sending = on its way
details-unconfirmed = nobody knows whether it arrived
details-addresses = Addresses
details-raw = As it came
details-waiting = As it came: being read …
details-no-raw = As it came: not kept
details-keys = { $copy } copies · { $back } closes
help-title = Keys
help-everywhere = Everywhere
help-list = In the list
help-composer = While writing
help-search = In the search
help-message = On a chosen message
help-links = On the links of a message
help-details = On everything known of a message
help-login = At the login
help-roster = Where several can be chosen
help-contact = On a contact's page
help-request = On a friend request
help-unfolded = In an unfolded record
help-viewer = While looking at a picture
help-more = { $count ->
    [one] 1 more row below
   *[other] { $count } more rows below
}
help-close = { $back } back
help-mouse = A click chooses, or opens a chat; one more is Enter. The wheel scrolls.
help-letters = Letters that are not listed here go on writing.
quit-title = Quit?
quit-question = A message has not been sent yet. It will be lost.
quit-choice = { $agree } quits, { $back } goes back.
logout-title = Log out?
logout-question = weft forgets this session; the next login needs the phone. What was said stays here.
logout-choice = { $agree } logs out, { $back } goes back.
recall-title = Recall?
recall-question = The message is taken back, for everybody in this chat. Its words stay here, to be edited again.
recall-choice = { $agree } recalls it, { $back } goes back.
faces-title = Faces and emoji
faces-what = A word in English, Chinese or pinyin
faces-none = Nothing is called that.
faces-keys = { $put } puts it in · { $stickers } stickers · { $back } closes
stickers-title = Stickers
stickers-what = Words on it, a name or a chat
stickers-none = None yet: they come with messages.
stickers-no-fit = None with these words, and none from anybody or any chat of this name.
stickers-from = from { $name }
stickers-from-in = from { $name } in { $chat }
stickers-to = sent to { $name }
stickers-sent = { $count ->
    [one] sent once
   *[other] sent { $count } times
}
stickers-keys = { $send } sends · { $faces } faces · { $back } closes
forward-title = Forward
forward-what = Name, pinyin or initials
forward-most = To { $count } chats at most.
forward-looking = Looking up what came with it …
forward-as-text = Goes out as text: the web protocol cannot make this kind anew.
forward-not-kept = Cannot be forwarded: what would fetch it is not kept.
forward-anew = Goes up anew: what it is made of did not come, so it is fetched and sent again.
forward-on-phone = Only the phone can forward this.
forward-keys = { $agree } forwards · { $mark } marks · { $back } closes
forward-question = Forward to { $names }?
forward-choice = { $agree } sends · { $back } goes back
forward-more = { $names } and { $count } more
too-small = weft needs a screen of { $width } columns and { $height } rows.

## What each key does, in the help

key-help = this help
key-quit = quit
key-how-to-quit = say how to quit
key-back = one step back; what you typed stays
key-redraw = draw the screen anew
key-login-again = log in again; while offline: try now
key-log-out = log out: forget the session, keep the history
key-accounts = change the account: those kept here, in a list
key-jump = find a chat by its name
key-book = contacts
key-search = search this chat, or from the list everything
key-search-everywhere = search everything; back to what was found
key-go-back = back to where you were before a jump
key-go-there = go to the message
key-next-unread = next unread chat
key-contact = who this is: everything known of them
key-join = the peer offered there is the same: join the two
key-join-with = choose somebody who is the same: join the two
key-divide = take apart who was joined
key-remark = what they are called here
key-pin = to the top of the list, or back
key-mute = mute: only the phone can, and this says so
key-shared = pictures, files and links of the chat
key-members = members of the group, with a field to find one
key-add-members = add members (where group_actions is on)
key-remove-members = remove members: the owner (where group_actions is on)
key-rename = another name for the group (where group_actions is on)
key-leave = leave the group (where group_actions is on)
key-new-group = a new group (where group_actions is on)
key-accept = accept the friend request
key-answer = answer the request with words, accepting nothing yet
key-mark = this one too, or not this one
key-nth-chat = the chat at that place in the list
key-scroll-up = scroll up
key-scroll-down = scroll down
key-scroll-top = to the first message
key-scroll-bottom = to the last message
key-select-up = choose the message above
key-select-down = choose the message below
key-resend = try again: a failed message or download
key-edit-failed = edit a failed message anew, or what a recalled one said
key-mark-sent = a message in doubt did arrive
key-drop-failed = drop a failed message; yanking brings its words
key-look-into = look into it: what is replied to, a record, articles
key-details = everything known of it
key-view = look at the chosen message's picture on the whole screen
key-zoom-in = nearer
key-zoom-out = farther
key-pan = move about, when near; so do the other arrow keys
key-next-picture = next picture of the chat
key-previous-picture = previous picture of the chat
key-agree = yes
key-continue = continue
key-toggle-link = the code, or its link
key-new-code = a new code
key-up = up
key-down = down
key-page-up = a page up
key-page-down = a page down
key-first = to the first
key-last = to the last
key-open = open
key-tab-left = chats
key-tab-right = contacts
key-next-pane = between list and message
key-quote = reply to this message, quoting it
key-forward = forward this message
key-recall = recall this message, within two minutes
key-faces = faces and emoji; while typing, “:” and two letters offer them
key-stickers = stickers that were received or sent
key-editor = write in an editor of your own
key-complete = put in what is offered
key-send = send
key-attach = send a file; pasting its path does, too
key-paste = send the picture or the files on the clipboard, or paste its words
key-enter = open it: a file, a picture, its links; hear a voice, or stop it
key-open-file = open it with the system's program, hear a voice; fetched first
key-save-file = save it to the folder for downloads; fetched first
key-stop = stop what is being fetched or sent
key-links = its links
key-copy = copy its words
key-follow = open the page
key-copy-link = copy the address
key-copy-detail = copy what the bar is on
key-nth-link = the link at that place; again: open it
key-complete-path = complete the path; over to the stickers, or the faces
key-new-line = new line
key-scroll-page-up = a page up
key-scroll-page-down = a page down
key-left = left
key-right = right
key-word-left = a word left
key-word-right = a word right
key-row-up = a row up
key-row-down = a row down
key-line-start = to the start of the line
key-line-end = to the end of the line
key-text-start = to the start of the text
key-text-end = to the end of the text
key-backspace = delete before the caret
key-delete = delete at the caret
key-kill-word-back = cut the word before
key-kill-word-forward = cut the word after
key-kill-to-start = cut to the start of the line
key-kill-to-end = cut to the end of the line
key-yank = put back what was cut
key-transpose = swap two characters
key-undo = undo
key-redo = redo

# pictures
picture-coming = loading
picture-percent = loading, { $percent }%
picture-failed = not downloaded
picture-later = seen once it is sent
picture-unreadable = not a picture weft can read
viewer-keys = { $previous } { $next } others · { $in } { $out } zoom · { $open } opens · { $back } back
viewer-keys-video = { $open } plays it · { $previous } { $next } others · { $in } { $out } zoom · { $back } back
viewer-keys-map = { $open } opens the map · { $previous } { $next } others · { $in } { $out } zoom · { $back } back
viewer-seeking = looking further …
