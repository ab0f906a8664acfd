//! How the process keeps memory that it may need again.

/// Tells the system's allocator to keep one reserve for all threads, and to keep it while it is small.
///
/// glibc keeps what each thread freed for that thread, and gives large pieces back at once only to ask for them
/// again at the next keystroke: with a text of 10 MB under edits, that costs half as much memory again, and a
/// third more time. Elsewhere nothing needs to be said.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "mallopt has no safe face")]
pub fn keep_one_reserve() {
    const KEPT: libc::c_int = 32 << 20;
    for (option, value) in
        [(libc::M_ARENA_MAX, 1), (libc::M_TRIM_THRESHOLD, KEPT), (libc::M_MMAP_THRESHOLD, KEPT)]
    {
        // SAFETY: mallopt takes two numbers, changes nothing but how later allocations are made, and is called
        // before the server has any other thread.
        let taken = unsafe { libc::mallopt(option, value) };
        if taken == 0 {
            tracing::debug!("the allocator does not know option {option}");
        }
    }
}

/// Gives memory back that was needed for a while only.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "malloc_trim has no safe face")]
pub fn give_back() {
    // SAFETY: malloc_trim takes a number, and may be called at any time by any thread.
    unsafe { libc::malloc_trim(0) };
}

/// Elsewhere than in glibc there is nothing to say.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_one_reserve() {}

/// Elsewhere it is left to the allocator.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() {}
