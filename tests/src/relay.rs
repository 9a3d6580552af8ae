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
    taken: Arc<AtomicUsize>,
}

impl SlowRelay {
    /// Starts it.
    pub fn start(answers_after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("smtp://{}?tls=none", listener.local_addr().expect("its address"));
        let taken = Arc::<AtomicUsize>::default();
        let takes = Arc::clone(&taken);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let takes = Arc::clone(&takes);
                thread::spawn(move || answer(&stream, answers_after, &takes));
            }
        });
        Self { url, taken }
    }

    /// How many letters it was given whole.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }
}

fn answer(stream: &TcpStream, answers_after: Duration, takes: &AtomicUsize) {
    let (reader, mut writer) = (BufReader::new(stream), stream);
    let mut is_letter = false;
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
