# The command line, the settings, and what is said on standard error.

cli-about = A full-screen terminal messenger for WeChat.
cli-usage = Usage:
cli-usage-line = weft [OPTIONS] [COMMAND]
cli-usage-demo = weft demo [OPTIONS]
cli-usage-sim = weft sim [OPTIONS]
cli-usage-export = weft export [OPTIONS]
cli-usage-import = weft import FILE [OPTIONS]
cli-commands = Commands:
cli-options = Options:
cli-after =
    Settings can be given in { $file }, in the environment, or here: what is here wins.
    F1 inside the messenger shows every key.
cli-demo = Try it without an account and without a network: a cast of people who talk back
cli-sim = Serve the simulated service on this machine, for other programs
cli-port = Port to listen on; a free one is taken when none is given
cli-seed = Everything random follows from this number
cli-auto-login = Scan and confirm every login code within so many milliseconds
cli-hold = Milliseconds for which a poll without news is held; 25000 at the real service
cli-chats = So many chats more
cli-messages = So many messages more, in the first of those chats
cli-members = Members of each group among them
cli-story = Play the demo's story
cli-overseas = Lead logins to the hosts of web.wechat.com in place of wx.qq.com
sim-serving = weft: serving { $address }; Ctrl-C ends it
cli-export = Write the history down: as text, as a web page, or as JSON Lines
cli-import = Take in a history that was written down as JSON Lines
cli-chat = This chat, by its name, or its number from --list; can be given again. All of them without it
cli-since = From this day or moment on
cli-until = Up to the end of this day, month or year, or before this moment
cli-format = text, jsonl or html; without it as the end of FILE tells, else text
cli-output = Write to FILE, readable by you alone; without it, or with -, to standard output
cli-force = Replace FILE if it is there
cli-list = Only list the chats, with what tells them apart
cli-export-after =
    DATE is local time: 2026-11-01, 2026-11-01T08:00, 2026-11, yesterday, 3d.
    It can be done while weft is running. Access to the account is never in what is written.
cli-import-after =
    Nothing is taken in twice: doing it again, or with a part that is here already, doubles nothing.
    It goes into the account that the file is of, or into --account. weft must not be running on that account.
cli-help = Show this help
cli-version = Show the version

setting-language = Language of every word on the screen; auto follows the locale
setting-theme = terminal uses the terminal's own colours, mono none; auto obeys NO_COLOR
setting-glyphs = Lines and marks from Unicode or plain ASCII; auto is ascii on the Linux console
setting-pictures = How pictures are drawn: by kitty's protocol, iTerm2's, sixel, in half blocks, or not at all; auto finds out what the terminal can
setting-avatars = People's pictures in the list of chats and before names in groups: auto where the terminal has pixels, always in half blocks too
setting-ambiguous-width = Columns of characters such as … and ·; auto measures them, 2 is for terminals set to wide
setting-mouse = Click and wheel; false leaves selecting text to the terminal
setting-bell = Ring the terminal's bell for a message in a chat that is not open
setting-faces = WeChat's faces such as [Smile]: as emoji, or as the text they are
setting-fold-accounts = Gather the chats of official accounts behind one entry of the list; pinned ones stay outside
setting-group-actions = Offer to make and change groups, although WeChat shut that for web clients in 2018
setting-server = Speak to this service in place of the real one: https, or http on this machine
setting-mode = How to log in: as the web page, as the desktop client, or as the web page first and then the other
setting-account = Use this account's history and session, by its number or name; the last one when nothing is said; with ask, choose at the start
setting-log = How much is logged; never a person's words, never a secret
setting-keep-recalled = Keep what a recalled message said, under its mark; false leaves the mark alone
setting-editor = What Ctrl-G edits a draft with; else VISUAL, EDITOR, vi
setting-keep-days = Keep messages of so many days; everything when nothing is said
setting-keep-megabytes = Let the history grow to so many megabytes; without limit when nothing is said
setting-downloads = Save files to this folder; to the desktop's own folder for downloads when nothing is said
setting-opener = Open files and pages with this program in place of the system's own
setting-cache-megabytes = Let what was fetched take so many megabytes on the disk; what is oldest goes first
setting-data-dir = Keep settings, state, cache and data all below this folder
setting-no-mouse = Leave the mouse to the terminal
setting-kind-origin = an address such as https://host or http://127.0.0.1:8080
setting-kind-folder = a folder, named in UTF-8
setting-kind-account = an account's number or name
setting-kind-command = a command
setting-kind-program = the name of a program
setting-kind-limit = a whole number above 0

error-line = weft: { $what }
error-no-terminal = standard output is not a terminal; start weft in one
error-terminal = the terminal cannot be used: { $why }
error-home = no home directory; set HOME, or give --data-dir
error-folder = { $path } cannot be used: { $why }; make it yours, or name another folder with --data-dir
error-file = { $path } cannot be read: { $why }
error-network = the network part cannot be started: { $why }
error-store = the part that saves cannot be started: { $why }
error-serve = the simulator cannot be served: { $why }
error-panic = something went wrong inside weft, and it stopped; the log says where: { $path }
error-no-history = nothing is kept here yet: log in once, or name another folder with --data-dir
error-which-account = choose an account with --account: { $names }
error-history = the history cannot be read: { $why }
error-stdout = standard output cannot be written: { $why }
error-write = { $path } cannot be written: { $why }
error-exists = { $path } is there already; --force replaces it
error-no-file = { $path } is not a file
error-export-date = { $flag }: "{ $value }" is no date; try 2026-11-01, 2026-11-01T08:00, 2026-11, yesterday or 3d
error-chat-unknown = there is no chat "{ $name }" with messages in that time; weft export --list shows those there are
error-chat-near = there is no chat "{ $name }" with messages in that time; there is { $chats }
error-chat-several = "{ $name }" is the name of several; take one by its number: { $chats }
error-import-which = name the file to take in: weft import FILE
error-import-header = { $path } is not a history that weft wrote as JSON Lines; nothing was taken in
error-import-newer = { $path } was written by a newer weft; update this one. Nothing was taken in
error-import-line = { $path }:{ $line }: not a record of a history; nothing was taken in
error-import-nobody = { $path }:{ $line }: speaks of number { $number }, and no line before says who that is; nothing was taken in
error-import-twice = { $path }:{ $line }: the number { $number } is somebody else's already; nothing was taken in
error-import-many = { $path }:{ $line }: more messages than one file may have; nothing was taken in
error-import-history = the history cannot be written: { $why }. What was taken in so far stays; doing it again goes on
error-config-syntax = { $place }: not valid TOML: { $message }
error-config-key = { $place }: there is no setting "{ $key }"; there are { $keys }
error-config-type = { $place }: { $key } must be { $wanted }
error-config-value = { $place }: "{ $value }" is not one of { $wanted }
error-server-address = { $place }: "{ $value }" is not an address; it looks like https://host or http://127.0.0.1:8080
error-server-plain = { $place }: { $value } would send your session in clear; http is for this machine only, use https
error-server-origin = { $place }: { $value } has more than scheme, host and port; leave the rest away
error-cli-unknown = there is no option or command "{ $argument }"; weft --help shows those there are
error-cli-similar = there is no option or command "{ $argument }"; did you mean { $similar }?
error-cli-value = { $argument } needs a value
error-cli-no-value = { $argument } takes no value
error-cli-utf8 = an argument is not UTF-8, and weft reads no other encoding
error-cli-repeated = { $argument } is given more than once
error-cli-number = { $argument }: "{ $value }" is not a number that fits there
error-cli-other = weft does not understand these options ({ $what }); weft --help shows how they are used

## Said by export and import

export-title = Chats
export-count = { $count ->
    [one] 1 message
   *[other] { $count } messages
}
export-chats = { $count ->
    [one] 1 chat
   *[other] { $count } chats
}
export-done = { $count ->
    [one] weft: 1 message of { $chats } written to { $path }
   *[other] weft: { $count } messages of { $chats } written to { $path }
}
export-nothing = weft: no chat has messages there
export-stdout = standard output
export-progress = weft: { $count } messages …
export-unsent = not sent yet
export-unconfirmed = nobody knows whether it arrived
import-progress = weft: { $count } messages …
import-done = { $taken ->
    [one] weft: 1 new message taken in, { $known } here already; new people and groups: { $newcomers }; account { $account }
   *[other] weft: { $taken } new messages taken in, { $known } here already; new people and groups: { $newcomers }; account { $account }
}
