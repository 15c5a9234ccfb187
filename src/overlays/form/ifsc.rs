//! The shape of an IFSC, the code of an Indian bank branch.

/// Whether `code` is four letters, a zero, and six letters or digits (Reserve Bank of India).
pub fn is_ifsc(code: &str) -> bool {
    let code = code.as_bytes();
    code.len() == 11
        && code[..4].iter().all(u8::is_ascii_uppercase)
        && code[4] == b'0'
        && code[5..].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_ifsc;

    #[test]
    fn codes_of_real_shape_pass_and_others_do_not() {
        assert!(is_ifsc("HDFC0000001") && is_ifsc("SBIN0AB12C3"));
        for wrong in ["", "HDFC000001", "hdfc0000001", "HDFC1000001", "HDF00000001", "HDFC00000011"] {
            assert!(!is_ifsc(wrong), "{wrong}");
        }
    }
}
