//! Data: emoticons of punctuation and letters, and the characters that are emoji.

/// The emoticons that begin with `byte`, longer ones before those that begin them.
pub(super) const fn emoticons_starting_with(byte: u8) -> &'static [&'static str] {
    match byte {
        b':' => &[
            ":'-(", ":'-)", ":'(", ":')", ":'D", ":-)", ":-(", ":-]", ":-[", ":-/", ":-\\", ":-|", ":-*",
            ":-D", ":-P", ":-p", ":-O", ":-o", ":-S", ":-s", ":-X", ":-x", ":-3", ":-@", ":^)", ":o)", ":)",
            ":(", ":]", ":[", ":/", ":\\", ":|", ":*", ":D", ":P", ":p", ":O", ":o", ":S", ":s", ":X", ":x",
            ":3", ":@", ":$",
        ],
        b';' => &[";-)", ";-(", ";-]", ";-D", ";-P", ";-p", ";)", ";(", ";]", ";D", ";P", ";p"],
        b'=' => {
            &["='(", "=-)", "=-(", "=)", "=(", "=]", "=[", "=/", "=\\", "=|", "=D", "=P", "=p", "=O", "=3"]
        }
        b'<' => &["</3", "<3"],
        b'>' => &[">:-(", ">:-)", ">:(", ">:)", ">:D", ">:/", ">_<", ">.<"],
        b'(' => &["(-:", "(:"],
        b'^' => &["^_^", "^-^", "^.^", "^^"],
        b'-' => &["-_-"],
        b'\\' => &["\\o/"],
        b'O' => &["O_O", "O_o", "O.o", "O.O"],
        b'o' => &["o_O", "o_o", "o.O"],
        b'T' => &["T_T"],
        b'X' => &["XD"],
        b'x' => &["x_x", "xD"],
        0xC2 => &["¯\\_(ツ)_/¯"],
        _ => &[],
    }
}

/// Whether `c` is pictured by itself: Unicode's `Extended_Pictographic` from U+231A on, without letters and
/// arrows, together with the regional indicators and skin tones.
pub(super) fn is_emoji(c: char) -> bool {
    c >= '\u{231A}'
        && matches!(c,
            '\u{231A}'..='\u{231B}' | '\u{2328}' | '\u{23CF}' | '\u{23E9}'..='\u{23F3}'
            | '\u{23F8}'..='\u{23FA}' | '\u{2600}'..='\u{2605}' | '\u{2607}'..='\u{2612}'
            | '\u{2614}'..='\u{2685}' | '\u{2690}'..='\u{2705}' | '\u{2708}'..='\u{2712}' | '\u{2714}'
            | '\u{2716}' | '\u{271D}' | '\u{2721}' | '\u{2728}' | '\u{2733}'..='\u{2734}' | '\u{2744}'
            | '\u{2747}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
            | '\u{2763}'..='\u{2767}' | '\u{2795}'..='\u{2797}' | '\u{27B0}' | '\u{27BF}'
            | '\u{2B1B}'..='\u{2B1C}' | '\u{2B50}' | '\u{2B55}' | '\u{1F000}'..='\u{1F0FF}' | '\u{1F18E}'
            | '\u{1F191}'..='\u{1F19A}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F201}'..='\u{1F202}' | '\u{1F21A}'
            | '\u{1F22F}' | '\u{1F232}'..='\u{1F23A}' | '\u{1F250}'..='\u{1F251}'
            | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F7E0}'..='\u{1F7F0}'
            | '\u{1F90C}'..='\u{1F945}' | '\u{1F947}'..='\u{1FAFF}')
}

/// Whether `c` is a letter that a variation selector turns into an emoji.
pub(super) fn is_letter_emoji(c: char) -> bool {
    matches!(c, 'ℹ' | 'Ⓜ' | '🅰' | '🅱' | '🅾' | '🅿')
}

/// Whether `c` is one of the letters that make a flag in pairs.
pub(super) fn is_regional_indicator(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Whether `c` changes the emoji before it: variation selectors, skin tones, the keycap, tags.
pub(super) fn is_emoji_modifier(c: char) -> bool {
    matches!(c, '\u{FE0E}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{20E3}' | '\u{E0020}'..='\u{E007F}')
}
