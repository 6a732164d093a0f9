//! Holds the imports of `src/` to the layers of ARCHITECTURE.md: a module uses its own layer's files and lower layers
//! only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules with their layers, as in the table of ARCHITECTURE.md.
const LAYERS: &[(&str, u8)] = &[
    ("error", 0),
    ("stance", 0),
    ("statement", 1),
    ("text", 1),
    ("lexicon", 1),
    ("articles", 2),
    ("features", 2),
    ("learners", 3),
    ("evaluation", 3),
    ("model", 4),
    ("analysis", 5),
    ("audit", 5),
    ("tuning", 5),
    ("validation", 5),
    ("io", 6),
    ("report", 6),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn library_files() -> Vec<(String, PathBuf)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let module = |path: &PathBuf| {
        let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_string()
    };
    let mut files: Vec<_> = files.into_iter().map(|path| (module(&path), path)).collect();
    files.retain(|(module, _)| !["lib", "main", "cli"].contains(&module.as_str()));
    files
}

/// Modules named after `crate::`, in groups `{a::…, b::…}` too.
fn used_modules(source: &str) -> Vec<String> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let name =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let (mut depth, mut start) = (0, true);
                for (i, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            used.push(name(&group[i..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
            None => used.push(name(rest)),
        }
    }
    used
}

#[test]
fn imports_go_down_the_layers_only() {
    let layers: BTreeMap<&str, u8> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (module, path) in library_files() {
        let layer = layers.get(module.as_str()).unwrap_or_else(|| panic!("{module} has no layer"));
        for used in used_modules(&fs::read_to_string(&path).unwrap()) {
            // Names at the root of the crate other than modules are macros.
            let Some(used_layer) = layers.get(used.as_str()) else { continue };
            if used != module && used_layer >= layer {
                wrong.push(format!(
                    "{}: {module} (layer {layer}) uses {used} (layer {used_layer})",
                    path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_table_exists_and_is_documented() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let present: Vec<String> = library_files().into_iter().map(|(module, _)| module).collect();
    for (module, layer) in LAYERS {
        assert!(present.iter().any(|p| p == module), "no module {module}");
        let row = text
            .lines()
            .find(|line| line.starts_with(&format!("| {layer} |")) && line.contains(&format!("`{module}")));
        assert!(row.is_some(), "ARCHITECTURE.md has no row of layer {layer} for {module}");
    }
}

#[test]
fn the_binary_uses_the_public_api_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![src.join("main.rs")];
    sources(&src.join("cli"), &mut files);
    for path in files {
        let source = fs::read_to_string(&path).unwrap();
        assert!(!source.contains("crate::"), "{}: paths of the binary start with super::", path.display());
    }
}

#[test]
fn the_library_never_prints() {
    for (_, path) in library_files() {
        let source = fs::read_to_string(&path).unwrap();
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let prints = ["println!", "eprintln!", "print!(", "dbg!"].iter().any(|word| line.contains(word));
            assert!(!prints, "{}: {line}", path.display());
        }
    }
}

#[test]
fn imports_in_groups_are_seen() {
    let source =
        "use crate::{error::Error, model::{Model, x}};\nuse crate::text::normalize;\n// use crate::io";
    assert_eq!(used_modules(source), ["error", "model", "text"]);
}
