//! A relay that answers as it is told.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    thread::{self, JoinHandle},
};

/// Answers one client: `RCPT` with the first reply, the end of `DATA` with the second (none: it hangs up), a login with
/// the third. Gives its address, and what it took.
pub(crate) fn relay(
    rcpt: &'static str,
    data: Option<&'static str>,
    login: &'static str,
) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let (mut reader, mut writer, mut taken) = (BufReader::new(&stream), &stream, Vec::new());
        writer.write_all(b"220 relay\r\n").unwrap();
        let mut line = Vec::new();
        while {
            line.clear();
            reader.read_until(b'\n', &mut line).unwrap_or(0) > 0
        } {
            let reply = match line.get(..4).map(<[u8]>::to_ascii_uppercase).as_deref() {
                Some(b"EHLO") => "250-relay\r\n250 AUTH PLAIN",
                Some(b"AUTH") => login,
                Some(b"RCPT") => rcpt,
                Some(b"QUIT") => "221 bye",
                Some(b"DATA") => {
                    writer.write_all(b"354 go on\r\n").unwrap();
                    let is_end = |taken: &[u8]| taken.ends_with(b"\r\n.\r\n");
                    while !is_end(&taken) && reader.read_until(b'\n', &mut taken).unwrap_or(0) > 0 {}
                    match data {
                        Some(reply) => reply,
                        None => return taken,
                    }
                }
                _ => "250 fine",
            };
            if writer.write_all(format!("{reply}\r\n").as_bytes()).is_err() {
                break;
            }
        }
        taken
    });
    (address, serving)
}
