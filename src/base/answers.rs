//! Answers that are kept from one run to the next, each by what was asked.
//!
//! In comes a question, all that its answer hangs on, and who can answer it; out comes the answer, as it was kept or as
//! it is found now. An entry is named by the digest of its question and of this build; it begins with the digest of what
//! follows, so that what was cut short or changed is not read. Whatever cannot be read or written is as if it were not
//! there. Without [`keep_in`] nothing is kept.

use md5::{Digest, Md5};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::{self, Debug, Write};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// What is answered sooner is asked again.
const WORTH: Duration = Duration::from_millis(5);
/// Longer entries are neither written nor read.
const LARGEST: u64 = 16 << 20;
/// When all entries together take more bytes, the oldest go.
const ALL: u64 = 256 << 20;

/// Entries lie in a folder of their own: nothing else in the one that the user names is touched.
const FOLDER: &str = "answers";

static PLACE: OnceLock<PathBuf> = OnceLock::new();
static SWEPT: AtomicBool = AtomicBool::new(false);
static WRITTEN: AtomicU32 = AtomicU32::new(0);

/// Keeps answers below this folder from now on; the first folder that is named counts.
pub fn keep_in(folder: &Path) {
    let _ = PLACE.set(folder.join(FOLDER));
}

/// The answer to `question` of some kind, kept or from `ask`; it is kept when it took a while and `stands`, whoever asks
/// and however long they may take.
pub fn known_or<A: Serialize + DeserializeOwned>(
    kind: &str,
    question: &dyn Debug,
    stands: impl FnOnce(&A) -> bool,
    ask: impl FnOnce() -> A,
) -> A {
    match PLACE.get() {
        Some(place) => place_or(place, &digest(kind, question), stands, ask),
        None => ask(),
    }
}

fn place_or<A: Serialize + DeserializeOwned>(
    place: &Path,
    name: &str,
    stands: impl FnOnce(&A) -> bool,
    ask: impl FnOnce() -> A,
) -> A {
    let file = place.join(name);
    if let Some(known) = read(&file) {
        return known;
    }
    let start = Instant::now();
    let answer = ask();
    if start.elapsed() >= WORTH && stands(&answer) {
        // Who cannot keep it asks again.
        let _ = write(&file, &answer);
    }
    answer
}

/// What is written into a digest.
struct Digested(Md5);

impl Write for Digested {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

fn hexadecimal(digest: Md5) -> String {
    let bytes: [u8; 16] = digest.finalize().into();
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The name of a question for this build: its sources and those of its libraries are part of it.
fn digest(kind: &str, question: &dyn Debug) -> String {
    let mut digest = Digested(Md5::new());
    let build = env!("QUADRILLE_BUILD");
    let _ = write!(digest, "{build}\n{kind}\n{question:?}");
    hexadecimal(digest.0)
}

fn read<A: DeserializeOwned>(file: &Path) -> Option<A> {
    let length = fs::metadata(file).ok()?.len();
    if length > LARGEST {
        return None;
    }
    let entry = fs::read(file).ok()?;
    let (digest, content) = entry.split_at_checked(32)?;
    if hexadecimal(Md5::new_with_prefix(content)).as_bytes() != digest {
        return None;
    }
    serde_json::from_slice(content).ok()
}

fn write<A: Serialize>(file: &Path, answer: &A) -> std::io::Result<()> {
    let content = serde_json::to_vec(answer)?;
    if content.len() as u64 + 32 > LARGEST {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        create(folder)?;
        if !SWEPT.swap(true, Ordering::Relaxed) {
            sweep(folder, ALL)?;
        }
    }
    // Who reads at the same time sees all of it or nothing.
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let beside = file.with_extension(format!("{}-{number}", std::process::id()));
    let mut entry = hexadecimal(Md5::new_with_prefix(&content)).into_bytes();
    entry.extend(content);
    let moved = fs::write(&beside, entry).and_then(|()| fs::rename(&beside, file));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Makes a folder that nobody else can write to, since what lies in it is believed.
fn create(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes the oldest entries where all together take more than `most` bytes.
fn sweep(folder: &Path, most: u64) -> std::io::Result<()> {
    let mut entries: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let found = entry.metadata()?;
        if found.is_file() {
            entries.push((found.modified()?, found.len(), entry.path()));
        }
    }
    entries.sort();
    let mut all: u64 = entries.iter().map(|(_, length, _)| length).sum();
    for (_, length, path) in entries {
        if all <= most {
            break;
        }
        fs::remove_file(path)?;
        all -= length;
    }
    Ok(())
}

/// A word that this program writes down; the name keeps it from being taken for a borrowed one.
pub type Word = &'static str;

/// How words that this program writes down are kept: they live as long as it does.
pub mod words {
    use crate::base::Name;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes a word.
    ///
    /// # Errors
    /// Those of the format.
    pub fn serialize<S: Serializer>(word: &&'static str, to: S) -> Result<S::Ok, S::Error> {
        word.serialize(to)
    }

    /// Reads a word.
    ///
    /// # Errors
    /// Those of the format.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
        Ok(Name::deserialize(from)?.as_str())
    }
}

/// How a word that may not be there is kept.
pub mod word {
    use crate::base::Name;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes a word.
    ///
    /// # Errors
    /// Those of the format.
    #[allow(clippy::ref_option, reason = "the signature is that of the library")]
    pub fn serialize<S: Serializer>(word: &Option<&'static str>, to: S) -> Result<S::Ok, S::Error> {
        word.serialize(to)
    }

    /// Reads a word.
    ///
    /// # Errors
    /// Those of the format.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<&'static str>, D::Error> {
        Ok(Option::<Name>::deserialize(from)?.map(|name| name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("quadrille-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn an_answer_that_took_a_while_is_asked_for_once() {
        let folder = folder("answers");
        let asked = Cell::new(0);
        let ask = |name: &str, pause: Duration| {
            place_or(
                &folder,
                name,
                |_| true,
                || {
                    asked.set(asked.get() + 1);
                    std::thread::sleep(pause);
                    vec![asked.get(), 7]
                },
            )
        };
        assert_eq!(ask("slow", WORTH * 2), [1, 7]);
        assert_eq!(ask("slow", WORTH * 2), [1, 7]);
        // What is cut short, changed or of another form is not believed.
        let whole = fs::read(folder.join("slow")).unwrap();
        for wrong in [&whole[..whole.len() - 1], b"", b"{}"] {
            fs::write(folder.join("slow"), wrong).unwrap();
            let now = asked.get() + 1;
            assert_eq!(ask("slow", Duration::ZERO), [now, 7]);
        }
        let mut changed = whole.clone();
        *changed.last_mut().unwrap() ^= 1;
        fs::write(folder.join("slow"), changed).unwrap();
        assert_eq!(ask("slow", Duration::ZERO), [5, 7]);
        fs::write(folder.join("slow"), whole).unwrap();
        assert_eq!(ask("slow", Duration::ZERO), [1, 7]);
        assert_eq!(read::<String>(&folder.join("slow")), None);
        // What is answered soon, or does not stand, is not kept.
        assert_eq!(ask("soon", Duration::ZERO), [6, 7]);
        place_or(
            &folder,
            "open",
            |_| false,
            || {
                std::thread::sleep(WORTH * 2);
                0
            },
        );
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn questions_differ_by_all_that_they_say() {
        let one = digest("kind", &(1, "a"));
        assert_eq!(one, digest("kind", &(1, "a")));
        assert_ne!(one, digest("kind", &(1, "b")));
        assert_ne!(one, digest("other", &(1, "a")));
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = folder("sweep");
        create(&folder).unwrap();
        for (age, name) in [(30, "oldest"), (20, "older"), (10, "newest")] {
            let file = fs::File::create(folder.join(name)).unwrap();
            file.set_len(100).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age))
                .unwrap();
        }
        sweep(&folder, 250).unwrap();
        let mut left: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|one| one.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["newest", "older"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
