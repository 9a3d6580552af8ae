//! A relay that takes its time.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// A relay on loopback that answers each letter after a while and counts those that it took. It ends with the process.
pub struct SlowRelay {
    /// Where it is.
    pub url: String,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    /// Letters.
    taken: AtomicUsize,
    /// Connections.
    open: AtomicUsize,
    /// Connections that were more than it allows.
    refused: AtomicUsize,
}

/// When a connection is told that it is one too many.
#[derive(Clone, Copy, Debug)]
pub enum TooMany {
    /// At once.
    AtOnce,
    /// When it brings a letter.
    AtMail,
}

impl SlowRelay {
    /// Starts it.
    pub fn start(answers_after: Duration) -> Self {
        Self::allowing(usize::MAX, TooMany::AtOnce, answers_after)
    }

    /// Starts one that allows so many connections at a time.
    pub fn allowing(room: usize, too_many: TooMany, answers_after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("smtp://{}?tls=none", listener.local_addr().expect("its address"));
        let counts = Arc::<Counts>::default();
        let counted = Arc::clone(&counts);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let counts = Arc::clone(&counted);
                thread::spawn(move || {
                    let is_one_too_many = counts.open.fetch_add(1, Ordering::SeqCst) >= room;
                    let too_many = is_one_too_many.then_some(too_many);
                    counts.refused.fetch_add(usize::from(is_one_too_many), Ordering::SeqCst);
                    answer(&stream, answers_after, too_many, &counts.taken);
                    counts.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { url, counts }
    }

    /// How many letters it was given whole.
    pub fn taken(&self) -> usize {
        self.counts.taken.load(Ordering::SeqCst)
    }

    /// How many connections were more than it allows.
    pub fn refused(&self) -> usize {
        self.counts.refused.load(Ordering::SeqCst)
    }
}

/// The answer to who is one too many (RFC 5321 §3.8).
const FULL: &[u8] = b"421 4.7.0 too many connections\r\n";

fn answer(stream: &TcpStream, answers_after: Duration, too_many: Option<TooMany>, takes: &AtomicUsize) {
    let (reader, mut writer) = (BufReader::new(stream), stream);
    let mut is_letter = false;
    if let Some(TooMany::AtOnce) = too_many {
        let _ = writer.write_all(FULL);
        return;
    }
    let _ = writer.write_all(b"220 relay\r\n");
    for line in reader.split(b'\n').map_while(Result::ok) {
        let reply: &[u8] = match line.as_slice() {
            b".\r" if is_letter => {
                is_letter = false;
                takes.fetch_add(1, Ordering::SeqCst);
                thread::sleep(answers_after);
                b"250 taken\r\n"
            }
            _ if is_letter => continue,
            line if too_many.is_some() && line.starts_with(b"MAIL") => {
                let _ = writer.write_all(FULL);
                return;
            }
            b"DATA\r" => {
                is_letter = true;
                b"354 go on\r\n"
            }
            _ => b"250 fine\r\n",
        };
        if writer.write_all(reply).is_err() {
            break;
        }
    }
}
