use crate::tally::Tally;
use goblin::mach::load_command::CommandVariant::Uuid;
use goblin::mach::{Mach, MachO, SingleArch};

/// Needed libraries, undefined and exported names and the UUID of each slice.
pub fn count(mach: &Mach, tally: &mut Tally) -> goblin::error::Result<()> {
    match mach {
        Mach::Binary(slice) => count_slice(slice, tally),
        Mach::Fat(slices) => {
            for slice in slices {
                if let SingleArch::MachO(slice) = slice? {
                    count_slice(&slice, tally)?;
                }
            }
            Ok(())
        }
    }
}

fn count_slice(slice: &MachO, tally: &mut Tally) -> goblin::error::Result<()> {
    // The first of goblin's libraries is the file itself.
    tally.libraries += slice.libs.len() - 1;
    for symbol in slice.symbols() {
        let (name, entry) = symbol?;
        if entry.is_stab() || !entry.is_global() {
            continue;
        }
        let name = name.strip_prefix('_').unwrap_or(name);
        if entry.is_undefined() {
            tally.name(name);
        } else {
            tally.export(name);
        }
    }
    tally.identities +=
        slice.load_commands.iter().filter(|command| matches!(command.command, Uuid(_))).count();
    Ok(())
}
