package io.isobar.broker.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The last ten minutes of a pool but for the newest, each as bytes in a slot that is overwritten after ten minutes. What changed is held back
 * from the storage until it is written. Mutable; of one thread.
 */
final class TenMinutes {
    static final int COUNT = 10;

    private final String key;
    private final Storage storage;
    private final byte[] @Nullable [] heldBack = new byte[COUNT][];
    /** Slots whose bytes in the storage no longer count, a bit for each. */
    private int dropped;

    private boolean written = true;

    TenMinutes(String key, Storage storage) {
        this.key = key;
        this.storage = storage;
    }

    /** A copy; null: nothing is known of it. */
    @Nullable
    Minute find(long number) {
        var minute = read(slot(number));
        return minute != null && minute.number == number ? minute : null;
    }

    private @Nullable Minute read(int slot) {
        var bytes = heldBack[slot];
        if (bytes == null && !isDropped(slot)) {
            bytes = storage.read(name(slot));
        }
        return bytes == null ? null : Minute.read(bytes);
    }

    /** As it is now, it takes the place of what its slot has. */
    void put(Minute minute) {
        hold(slot(minute.number), storage.bytes(minute));
        written = false;
    }

    /** Minutes above {@code number} are gone. */
    void dropLaterThan(long number) {
        for (int slot = 0; slot < COUNT; slot++) {
            var minute = read(slot);
            if (minute != null && minute.number > number) {
                hold(slot, null);
                dropped |= 1 << slot;
                written = false;
            }
        }
    }

    /**
     * Puts what changed into the storage, then deletes what is gone: if it ends between, whoever takes over finds the newest minute, and by
     * its clock that later ones do not count.
     */
    void write() {
        for (int slot = 0; slot < COUNT; slot++) {
            var bytes = heldBack[slot];
            if (bytes != null) {
                storage.write(name(slot), bytes);
                hold(slot, null);
                dropped &= ~(1 << slot);
            }
        }
        for (int slot = 0; dropped != 0 && slot < COUNT; slot++) {
            if (isDropped(slot)) {
                storage.delete(name(slot));
            }
        }
        dropped = 0;
        written = true;
    }

    boolean isWritten() {
        return written;
    }

    void deleteAll() {
        for (int slot = 0; slot < COUNT; slot++) {
            hold(slot, null);
            storage.delete(name(slot));
        }
        dropped = 0;
        written = true;
    }

    private void hold(int slot, byte @Nullable [] bytes) {
        var before = heldBack[slot];
        heldBack[slot] = bytes;
        storage.heldBack((bytes == null ? 0 : bytes.length) - (before == null ? 0 : before.length));
    }

    private boolean isDropped(int slot) {
        return (dropped & 1 << slot) != 0;
    }

    private static int slot(long number) {
        return Math.floorMod(number, COUNT);
    }

    private String name(int slot) {
        return key + "/" + slot;
    }
}
