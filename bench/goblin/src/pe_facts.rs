use crate::tally::Tally;
use goblin::pe::import::SyntheticImportLookupTableEntry::{HintNameTableRVA, OrdinalNumber};
use goblin::pe::PE;

/// Imports by name and ordinal, exported names, the CodeView record. goblin does not read delay imports.
pub fn count(pe: &PE, tally: &mut Tally) {
    for directory in pe.import_data.iter().flat_map(|data| &data.import_data) {
        tally.libraries += 1;
        for entry in directory.import_lookup_table.iter().flatten() {
            match entry {
                HintNameTableRVA((_, entry)) => tally.name(entry.name),
                OrdinalNumber(_) => tally.ordinals += 1,
            }
        }
    }
    for export in &pe.exports {
        tally.export(export.name.unwrap_or(""));
    }
    let code_view = pe.debug_data.as_ref().and_then(|data| data.codeview_pdb70_debug_info.as_ref());
    tally.identities += usize::from(code_view.is_some());
}
