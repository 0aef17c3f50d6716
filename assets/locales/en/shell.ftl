# The command line, the settings, and what is said on standard error.

cli-about = A full-screen terminal messenger for WeChat.
cli-usage = Usage:
cli-usage-line = weft [OPTIONS] [COMMAND]
cli-usage-demo = weft demo [OPTIONS]
cli-usage-sim = weft sim [OPTIONS]
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
cli-help = Show this help
cli-version = Show the version

setting-language = Language of every word on the screen; auto follows the locale
setting-theme = terminal uses the terminal's own colours, mono none; auto obeys NO_COLOR
setting-glyphs = Lines and marks from Unicode or plain ASCII; auto is ascii on the Linux console
setting-mouse = Click and wheel; false leaves selecting text to the terminal
setting-bell = Ring the terminal's bell for a message in a chat that is not open
setting-server = Speak to this service in place of the real one: https, or http on this machine
setting-mode = How to log in: as the web page, as the desktop client, or as the web page first and then the other
setting-account = Use this account's history and session, by its number or name; the last one when nothing is said
setting-log = How much is logged; never a person's words, never a secret
setting-data-dir = Keep settings, state, cache and data all below this folder
setting-no-mouse = Leave the mouse to the terminal
setting-kind-origin = an address such as https://host or http://127.0.0.1:8080
setting-kind-folder = a folder
setting-kind-account = an account's number or name

error-line = weft: { $what }
error-no-terminal = standard output is not a terminal; start weft in one
error-terminal = the terminal cannot be used: { $why }
error-home = no home directory; set HOME, or give --data-dir
error-folder = { $path } cannot be used: { $why }
error-file = { $path } cannot be read: { $why }
error-network = the network part cannot be started: { $why }
error-store = the part that saves cannot be started: { $why }
error-serve = the simulator cannot be served: { $why }
error-panic = something went wrong inside weft, and it stopped; the log says where: { $path }
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
error-cli-repeated = { $argument } is given more than once
error-cli-number = { $argument }: "{ $value }" is not a number that fits there
error-cli-other = these options do not go together ({ $what }); weft --help shows how they are used
