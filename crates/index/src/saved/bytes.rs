//! Numbers and texts as bytes: numbers in their own width, the low byte first; lists behind how long they are.

use std::io::{self, Read, Write};

use super::{count, unfit};

/// For so many bytes room is made at once.
const ROOM_MAX: u64 = 1 << 28;

/// What is read at once of what says itself how long it is: it may say too much.
const PART: u64 = 1 << 20;

pub(crate) fn put_u8(into: &mut impl Write, number: u8) -> io::Result<()> {
    into.write_all(&[number])
}

pub(crate) fn put_u32(into: &mut impl Write, number: u32) -> io::Result<()> {
    into.write_all(&number.to_le_bytes())
}

pub(crate) fn put_u64(into: &mut impl Write, number: u64) -> io::Result<()> {
    into.write_all(&number.to_le_bytes())
}

pub(crate) fn put_i64(into: &mut impl Write, number: i64) -> io::Result<()> {
    into.write_all(&number.to_le_bytes())
}

pub(crate) fn put_bytes(into: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    put_u64(into, count(bytes.len()))?;
    into.write_all(bytes)
}

pub(crate) fn put_u32s(into: &mut impl Write, numbers: &[u32]) -> io::Result<()> {
    put_u64(into, count(numbers.len()))?;
    numbers.iter().try_for_each(|number| put_u32(into, *number))
}

/// Where lists end.
pub(crate) fn put_ends(into: &mut impl Write, ends: &[usize]) -> io::Result<()> {
    put_u64(into, count(ends.len()))?;
    ends.iter().try_for_each(|end| put_u64(into, count(*end)))
}

fn get<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn get_u8(from: &mut impl Read) -> io::Result<u8> {
    let [number] = get::<1>(from)?;
    Ok(number)
}

pub(crate) fn get_u32(from: &mut impl Read) -> io::Result<u32> {
    get(from).map(u32::from_le_bytes)
}

pub(crate) fn get_u64(from: &mut impl Read) -> io::Result<u64> {
    get(from).map(u64::from_le_bytes)
}

pub(crate) fn get_i64(from: &mut impl Read) -> io::Result<i64> {
    get(from).map(i64::from_le_bytes)
}

pub(crate) fn get_bytes(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut left = get_u64(from)?;
    let mut bytes = Vec::with_capacity(usize::try_from(left.min(ROOM_MAX)).unwrap_or_default());
    while left > 0 {
        let part = left.min(PART);
        if io::Read::take(&mut *from, part).read_to_end(&mut bytes).map(count)? < part {
            return Err(unfit("it ends too early"));
        }
        left -= part;
    }
    bytes.shrink_to_fit();
    Ok(bytes)
}

pub(crate) fn get_text(from: &mut impl Read) -> io::Result<String> {
    String::from_utf8(get_bytes(from)?).map_err(|_| unfit("a text in it is none"))
}

pub(crate) fn get_u32s(from: &mut impl Read) -> io::Result<Vec<u32>> {
    let mut numbers = Vec::new();
    for _ in 0..get_u64(from)? {
        numbers.push(get_u32(from)?);
    }
    numbers.shrink_to_fit();
    Ok(numbers)
}

pub(crate) fn get_ends(from: &mut impl Read) -> io::Result<Vec<usize>> {
    let mut ends = Vec::new();
    for _ in 0..get_u64(from)? {
        ends.push(usize::try_from(get_u64(from)?).map_err(|_| unfit("it is larger than this machine can hold"))?);
    }
    ends.shrink_to_fit();
    Ok(ends)
}
