//! Reads the facts that pyxdbg's readers read, of every binary below the folders it is given, by goblin, and prints
//! how many there were of each kind as one line of JSON.

mod elf_facts;
mod macho_facts;
mod pe_facts;
mod tally;

use goblin::Object;
use memmap2::Mmap;
use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tally::Tally;

fn main() -> io::Result<()> {
    let mut tally = Tally::default();
    let mut waiting: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    while let Some(path) = waiting.pop() {
        let kind = fs::symlink_metadata(&path)?.file_type();
        if kind.is_dir() {
            for entry in fs::read_dir(&path)? {
                waiting.push(entry?.path());
            }
        } else if kind.is_file() {
            read_file(&path, &mut tally)?;
        }
    }
    println!("{}", tally.json());
    Ok(())
}

fn read_file(path: &Path, tally: &mut Tally) -> io::Result<()> {
    let file = File::open(path)?;
    if file.metadata()?.len() < 64 {
        return Ok(());
    }
    // SAFETY: the bench's folders are not written to while it runs.
    let bytes = unsafe { Mmap::map(&file)? };
    if !is_binary(&bytes) {
        return Ok(());
    }
    tally.files += 1;
    let read = match Object::parse(&bytes) {
        Ok(Object::Elf(elf)) => {
            elf_facts::count(&elf, &bytes, tally);
            Ok(())
        }
        Ok(Object::PE(pe)) => {
            pe_facts::count(&pe, tally);
            Ok(())
        }
        Ok(Object::Mach(mach)) => macho_facts::count(&mach, tally),
        Ok(_) => Err(goblin::error::Error::Malformed("another kind of file".into())),
        Err(error) => Err(error),
    };
    if read.is_err() {
        tally.unreadable += 1;
    }
    Ok(())
}

/// The magic numbers of PE, ELF and Mach-O, thin and fat.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MZ")
        || matches!(
            bytes[..4],
            [0x7f, b'E', b'L', b'F']
                | [0xcf | 0xce, 0xfa, 0xed, 0xfe]
                | [0xfe, 0xed, 0xfa, 0xcf | 0xce]
                | [0xca, 0xfe, 0xba, 0xbe]
        )
}
