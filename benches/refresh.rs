//! A whole refresh of 10,000 accounts in which every task moved: fetched over HTTP, decoded, merged and drawn; the same
//! without the network; and the floor, a bare typed `serde_json` decode of the same body. A few times the floor is
//! what it may cost.
//!
//! The server is a thread that writes a body made before, so that it costs next to nothing itself.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use divan::Bencher;
use paytop::app::App;
use paytop::domain::{Data, Read as Question};
use paytop::message::Message;
use paytop::providers::Client;
use paytop::providers::http::Settings;
use paytop::providers::withdraw_tool::{self, Paths};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use support::{SCREEN, app, body, decoded, floor, payload, reply, tell};

const ROWS: usize = 10_000;

fn main() {
    divan::main();
}

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(SCREEN.width, SCREEN.height)).expect("memory takes every frame")
}

/// Takes the answer up and draws the frame, as the loop does.
fn show(app: &mut App, terminal: &mut Terminal<TestBackend>, list: Data, sequence: usize) {
    let Data::Accounts(list) = list else { unreachable!("accounts were asked for") };
    tell(app, sequence, Message::Reply(Box::new(reply(list, sequence))));
    terminal.draw(|frame| app.draw(frame)).expect("memory takes every frame");
}

#[divan::bench]
fn fetch_decode_merge_draw(bencher: Bencher<'_, '_>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let client = client(&serve());
    let (mut app, mut terminal, mut sequence) = (app(ROWS), terminal(), 1);
    bencher.bench_local(|| {
        sequence += 1;
        let answer = runtime.block_on(client.reads.read(&Question::Accounts)).expect("the server answers");
        show(&mut app, &mut terminal, answer.data, sequence);
    });
}

#[divan::bench]
fn decode_merge_draw(bencher: Bencher<'_, '_>) {
    let payloads = [payload(ROWS, 0), payload(ROWS, 1)];
    let (mut app, mut terminal, mut sequence) = (app(ROWS), terminal(), 1);
    bencher.bench_local(|| {
        sequence += 1;
        let list = decoded(&payloads[sequence % 2]);
        show(&mut app, &mut terminal, Data::Accounts(list), sequence);
    });
}

#[divan::bench]
fn floor_serde_json(bencher: Bencher<'_, '_>) {
    let body = body(ROWS, 0);
    bencher.bench_local(|| {
        let decoded = floor::decode(&body);
        assert!(decoded.data.len() == ROWS);
        decoded
    });
}

/// Serves the two bodies by turns on loopback, for as long as the program runs. Gives the address.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let bodies = [body(ROWS, 0), body(ROWS, 1)];
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The client is gone at the end of the bench; nobody is left to tell.
            let _ = answer(stream, &bodies);
        }
    });
    format!("http://{address}")
}

fn answer(stream: TcpStream, bodies: &[Vec<u8>; 2]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut reader, mut writer) = (BufReader::new(stream.try_clone()?), stream);
    for turn in 1.. {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(given) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = given.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" {
                break;
            }
        }
        reader.read_exact(&mut vec![0; length])?;
        let body = &bodies[turn % 2];
        write!(writer, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len())?;
        writer.write_all(body)?;
    }
    Ok(())
}

/// The real client, for reads.
fn client(base_url: &str) -> Client {
    let settings = withdraw_tool::Settings { http: Settings::new(base_url), paths: Paths::default(), handset: false };
    withdraw_tool::open(settings, None).expect("the settings are sound")
}
