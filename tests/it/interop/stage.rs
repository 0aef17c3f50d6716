//! The simulator as a program of its own, a client as another, and the wires between: `/_sim/` and lines of JSON.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use serde_json::{Value, json};

/// Far beyond what anything here takes: who waits so long waits for something that will not come.
const PATIENCE: Duration = Duration::from_mins(1);

/// The scripts that drive the clients.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/interop")
}

/// Where the clients are installed.
fn tools() -> PathBuf {
    let made = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/interop");
    std::env::var_os("WEFT_INTEROP_DIR").map_or_else(made, PathBuf::from)
}

/// The command that runs itchat-uos, if it is there.
pub fn itchat() -> Option<Command> {
    let python = tools().join("venv/bin/python");
    let there = Command::new(&python)
        .args(["-c", "import itchat"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    there.is_ok_and(|status| status.success()).then(|| {
        let mut command = Command::new(python);
        command.arg("-B").arg(scripts().join("itchat_client.py"));
        command
    })
}

/// The command that runs wechat4u, if it is there.
pub fn wechat4u() -> Option<Command> {
    let modules = tools().join("node_modules");
    let there = Command::new("node")
        .args(["-e", "require('wechat4u')"])
        .env("NODE_PATH", &modules)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    there.is_ok_and(|status| status.success()).then(|| {
        let mut command = Command::new("node");
        command
            .arg("--require")
            .arg(scripts().join("lead_hosts.js"))
            .arg(scripts().join("wechat4u_client.js"))
            .env("NODE_PATH", modules);
        command
    })
}

/// Ends with the test, however that ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `weft sim`, running.
pub struct Simulator {
    _process: Process,
    port: u16,
    /// Its settings and state, and the clients' working folder.
    home: tempfile::TempDir,
}

impl Simulator {
    pub fn start(flags: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_weft"))
            .args(["sim", "--port", "0", "--lang", "en", "--data-dir"])
            .arg(home.path())
            .args(flags)
            .stdout(Stdio::piped())
            .spawn();
        let mut process = Process(child.unwrap());
        let mut line = String::new();
        let out = process.0.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let port = line
            .split_once("http://127.0.0.1:")
            .and_then(|(_, rest)| rest.split(';').next()?.parse().ok());
        Self {
            _process: process,
            port: port.unwrap_or_else(|| panic!("no address in {line:?}")),
            home,
        }
    }

    /// For `--server`.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A file in the clients' working folder.
    pub fn place(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// What `/_sim/…` tells.
    pub fn told(&self, what: &str) -> Value {
        self.call(what, "")
    }

    /// Makes something happen.
    pub fn does(&self, what: &str, fields: &Value) {
        let answer = self.call(what, &fields.to_string());
        assert_eq!(answer, json!({ "ok": true }), "{what} {fields}");
    }

    fn call(&self, what: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let method = if body.is_empty() { "GET" } else { "POST" };
        let length = body.len();
        write!(
            stream,
            "{method} /_sim/{what} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }
}

/// A client, running against a simulator.
pub struct Client {
    process: Process,
    commands: Option<ChildStdin>,
    lines: Receiver<String>,
    /// Everything it said, for the message of a test that fails.
    heard: Vec<String>,
    log: PathBuf,
}

impl Client {
    pub fn start(mut command: Command, simulator: &Simulator) -> Self {
        let log = simulator.home.path().join("client.log");
        // A proxy is for hosts out there; a locale is not to decide how lines are written.
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name).env_remove(name.to_uppercase());
        }
        let child = command
            .env("WEFT_SIM_PORT", simulator.port.to_string())
            .env("PYTHONUTF8", "1")
            .current_dir(simulator.home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn();
        let mut process = Process(child.unwrap());
        let out = BufReader::new(process.0.stdout.take().unwrap());
        let (say, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if say.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            commands: process.0.stdin.take(),
            process,
            lines,
            heard: Vec::new(),
            log,
        }
    }

    pub fn told(&mut self, command: &Value) {
        writeln!(self.commands.as_mut().unwrap(), "{command}").unwrap();
    }

    /// The next event of this name that fits. Whatever comes before it is passed over, but no error is.
    #[track_caller]
    pub fn until(&mut self, name: &str, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => line,
                Err(why) => self.fails(&format!("waited for {name:?}: {why}")),
            };
            let said: Value = serde_json::from_str(&event)
                .unwrap_or_else(|why| self.fails(&format!("said {event:?}: {why}")));
            self.heard.push(event);
            let event = said["event"].as_str().unwrap_or_default();
            if event == name && fits(&said) {
                return said;
            }
            if event == "error" && name != "over" {
                self.fails("an error");
            }
        }
    }

    /// No more commands: it ends by itself, because nothing of it is left running.
    #[track_caller]
    pub fn ends(mut self) {
        self.commands = None;
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.heard.push(line);
        }
        if let Err(RecvTimeoutError::Timeout) = self.lines.recv_timeout(Duration::ZERO) {
            self.fails("does not end");
        }
        let status = self.process.0.wait().unwrap();
        if !status.success() {
            self.fails(&format!("ended with {status}"));
        }
    }

    #[track_caller]
    fn fails(&self, why: &str) -> ! {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        panic!("{why}\nit said:\n{}\nits log:\n{log}", self.heard.join("\n"));
    }
}

/// What to do where a client is missing: say so and pass, or fail where it was promised.
pub fn missing(client: &str) {
    let promised = std::env::var_os("WEFT_INTEROP") == Some(OsString::from("1"));
    assert!(!promised, "{client} is not in {}", tools().display());
    // Past the test runner, which keeps what a passing test prints to itself.
    let line = format!(
        "skipped: {client} against the simulator, for it is not in {}; `bash .ci/run` installs it (with python3-venv, npm and \
         the network), or WEFT_INTEROP_DIR names the folder with its venv/ and node_modules/\n",
        tools().display()
    );
    let _ = std::io::stderr().write_all(line.as_bytes());
}
