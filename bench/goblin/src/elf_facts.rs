use crate::tally::Tally;
use goblin::elf::note::NT_GNU_BUILD_ID;
use goblin::elf::sym::{STB_GLOBAL, STB_LOCAL, STB_WEAK};
use goblin::elf::Elf;
use std::collections::HashMap;

/// Needed libraries, version needs, undefined names with the version each asks for, exported names, the build-id.
pub fn count(elf: &Elf, bytes: &[u8], tally: &mut Tally) {
    tally.libraries += elf.libraries.len();

    let mut versions: HashMap<u16, (&str, &str)> = HashMap::new();
    for need in elf.verneed.iter().flat_map(|section| section.iter()) {
        let library = elf.dynstrtab.get_at(need.vn_file).unwrap_or("");
        for version in need.iter() {
            versions.insert(
                version.vna_other & 0x7fff,
                (library, elf.dynstrtab.get_at(version.vna_name).unwrap_or("")),
            );
        }
    }
    tally.versions += versions.len();

    for (index, symbol) in elf.dynsyms.iter().enumerate().skip(1) {
        let name = elf.dynstrtab.get_at(symbol.st_name).unwrap_or("");
        if name.is_empty() || symbol.st_bind() == STB_LOCAL {
            continue;
        }
        if symbol.st_shndx == 0 {
            tally.name(name);
            let version = elf
                .versym
                .as_ref()
                .and_then(|section| section.get_at(index))
                .and_then(|entry| versions.get(&entry.version()));
            std::hint::black_box(version);
        } else if matches!(symbol.st_bind(), STB_GLOBAL | STB_WEAK) {
            tally.export(name);
        }
    }

    let has_build_id = elf.iter_note_headers(bytes).is_some_and(|notes| {
        notes.flatten().any(|note| note.n_type == NT_GNU_BUILD_ID && note.name == "GNU")
    });
    tally.identities += usize::from(has_build_id);
}
