//! A relay that answers as it is told.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What a relay answers: to `RCPT` (nothing: it hangs up), to the end of `DATA` (none: it hangs up), to a login.
pub(crate) type Replies = (&'static str, Option<&'static str>, &'static str);

/// What a relay took.
pub(crate) type Taken = Arc<Mutex<Vec<u8>>>;

/// Answers any number of connections, and takes several commands at once or says that it does not. Gives its address, and
/// what it takes.
pub(crate) fn relay(replies: Replies, takes_many: bool) -> (String, Taken) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let taken = Taken::default();
    let takes = Arc::clone(&taken);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let takes = Arc::clone(&takes);
            thread::spawn(move || answer(&stream, replies, takes_many, &takes));
        }
    });
    (address, taken)
}

fn answer(stream: &TcpStream, (rcpt, data, login): Replies, takes_many: bool, takes: &Taken) {
    let (mut reader, mut writer) = (BufReader::new(stream), stream);
    let _ = writer.write_all(b"220 relay\r\n");
    let mut line = Vec::new();
    while {
        line.clear();
        reader.read_until(b'\n', &mut line).unwrap_or(0) > 0
    } {
        let reply = match line.get(..4).map(<[u8]>::to_ascii_uppercase).as_deref() {
            Some(b"EHLO") if takes_many => "250-relay\r\n250-PIPELINING\r\n250 AUTH PLAIN",
            Some(b"EHLO") => "250-relay\r\n250 AUTH PLAIN",
            Some(b"AUTH") => login,
            // A word before the reply to a reader: that is for us as the sender.
            Some(b"MAIL") if rcpt.starts_with("us ") => rcpt.trim_start_matches("us "),
            Some(b"RCPT" | b"DATA") if rcpt.starts_with("us ") => "503 who are you",
            Some(b"RCPT") if rcpt.is_empty() => return,
            Some(b"RCPT") => rcpt,
            Some(b"QUIT") => "221 bye",
            Some(b"DATA") => {
                let _ = writer.write_all(b"354 go on\r\n");
                let mut taken = Vec::new();
                while !taken.ends_with(b"\r\n.\r\n") && reader.read_until(b'\n', &mut taken).unwrap_or(0) > 0 {}
                *takes.lock().unwrap() = taken;
                match data {
                    Some(reply) => reply,
                    None => return,
                }
            }
            _ => "250 fine",
        };
        if writer.write_all(format!("{reply}\r\n").as_bytes()).is_err() {
            break;
        }
    }
}
