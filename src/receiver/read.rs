//! Reads a body: no more of it than is allowed, and no longer.

use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use crate::domain::PostbackFault;

/// So many times the most is passed over, for the sender to hear why it is not taken; who sends more is cut off.
const PASSED_OVER: usize = 8;

/// The bytes of a body.
///
/// # Errors
/// [`PostbackFault::Receiving`] where it is too large, too slow or cut off.
pub(super) async fn whole(body: Body, most: usize, patience: Duration) -> Result<Vec<u8>, PostbackFault> {
    let lost = |words: String| PostbackFault::Receiving(words.into());
    let end = Instant::now() + patience;
    let mut stream = body.into_data_stream();
    let (mut bytes, mut size) = (Vec::new(), 0_usize);
    loop {
        let next = timeout_at(end, stream.next()).await;
        match next {
            Err(_) if size > most => break,
            Err(_) => return Err(lost(format!("its body took longer than {} s", patience.as_secs_f32()))),
            Ok(None) => break,
            Ok(Some(Err(_))) => return Err(lost("it was cut off".to_owned())),
            Ok(Some(Ok(chunk))) => {
                size = size.saturating_add(chunk.len());
                if size <= most {
                    bytes.extend_from_slice(&chunk);
                } else if size > most.saturating_mul(PASSED_OVER) {
                    break;
                }
            }
        }
    }
    if size <= most { Ok(bytes) } else { Err(lost(format!("it is larger than {} KiB", most / 1024))) }
}
