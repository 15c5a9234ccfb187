//! A secret printed by a program, such as a password manager.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

use super::{MOST, SecretError};

/// How often the program is looked after.
const STEP: Duration = Duration::from_millis(5);

/// The first line that the program prints. Its input is closed and its complaints are dropped: they would be written
/// over the screen.
pub(super) fn first_line(words: &[String], limit: Duration) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    let (program, arguments) = words.split_first().ok_or_else(|| SecretError::Empty("the command".to_owned()))?;
    let not_run = |error: io::Error| SecretError::NotRun { program: program.clone(), why: error.to_string() };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(not_run)?;
    let printed = collect(&mut child);
    let Some((output, status)) = finish(&mut child, &printed, limit).map_err(not_run)? else {
        // It may have ended just now: then there is nothing to kill.
        let _ = child.kill();
        let _ = child.wait();
        return Err(SecretError::TooSlow { program: program.clone(), limit });
    };
    if !status.success() {
        return Err(SecretError::Failed { program: program.clone(), status: status.to_string() });
    }
    let mut output = output.map_err(not_run)?;
    if output.len() as u64 > MOST {
        return Err(SecretError::TooLarge(format!("what {program} prints")));
    }
    if let Some(end) = output.iter().position(|byte| *byte == b'\n') {
        output.truncate(end);
    }
    Ok(output)
}

/// What a program printed, at most one byte more than is allowed.
type Printed = io::Result<Zeroizing<Vec<u8>>>;

/// Reads all that the program prints in a thread of its own, so that waiting for it can end.
fn collect(child: &mut Child) -> Receiver<Printed> {
    let (send, receive) = sync_channel(1);
    let stdout = child.stdout.take();
    std::thread::spawn(move || {
        let mut output = Zeroizing::new(Vec::with_capacity(4096));
        let read = stdout.map_or(Ok(()), |mut stdout| {
            stdout.by_ref().take(MOST + 1).read_to_end(&mut output)?;
            // The rest is read too: a program that cannot print would say that it failed.
            io::copy(&mut stdout, &mut io::sink()).map(drop)
        });
        // Nobody waits any more when it took too long.
        let _ = send.send(read.map(|()| output));
    });
    receive
}

/// Waits for the program and all it prints; `None` when that takes longer than `limit`.
fn finish(
    child: &mut Child,
    printed: &Receiver<Printed>,
    limit: Duration,
) -> io::Result<Option<(Printed, ExitStatus)>> {
    let mut output = None;
    let mut waited = Duration::ZERO;
    loop {
        if output.is_none() {
            match printed.recv_timeout(STEP) {
                Ok(all) => output = Some(all),
                Err(RecvTimeoutError::Timeout) => waited += STEP,
                Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::BrokenPipe.into()),
            }
        }
        if let Some(status) = child.try_wait()? {
            if let Some(output) = output.take() {
                return Ok(Some((output, status)));
            }
        } else if output.is_some() {
            std::thread::sleep(STEP);
            waited += STEP;
        }
        if waited >= limit {
            return Ok(None);
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::config::secret::{COMMAND_LIMIT, SecretRef};

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_first_line_is_the_secret() {
        let secret = SecretRef::Command(words(&["printf", "s3cret\\nuser: x\\n"])).resolve().unwrap();
        assert_eq!(secret.expose_secret(), "s3cret");
    }

    #[test]
    fn no_shell_reads_the_words() {
        let secret = SecretRef::Command(words(&["echo", "$HOME;", "`id`"])).resolve().unwrap();
        assert_eq!(secret.expose_secret(), "$HOME; `id`");
    }

    #[test]
    fn a_program_that_fails_or_is_not_there_says_so() {
        let missing = first_line(&words(&["/no/such/program"]), COMMAND_LIMIT).unwrap_err();
        assert!(matches!(missing, SecretError::NotRun { .. }), "{missing}");
        let failed = first_line(&words(&["false"]), COMMAND_LIMIT).unwrap_err();
        assert!(failed.to_string().contains("run it by hand"), "{failed}");
        assert!(matches!(SecretRef::Command(words(&["true"])).resolve(), Err(SecretError::Empty(_))));
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let error = first_line(&words(&["sleep", "600"]), Duration::from_millis(20)).unwrap_err();
        assert!(matches!(error, SecretError::TooSlow { .. }), "{error}");
        // One that closes its output and goes on.
        let error = first_line(&words(&["sh", "-c", "exec >&-; sleep 600"]), Duration::from_millis(50)).unwrap_err();
        assert!(matches!(error, SecretError::TooSlow { .. }), "{error}");
    }

    #[test]
    fn a_program_that_prints_without_end_of_line_is_bounded() {
        let flood = words(&["head", "-c", "1000000", "/dev/zero"]);
        assert!(matches!(first_line(&flood, COMMAND_LIMIT), Err(SecretError::TooLarge(_))));
    }
}
