package io.isobar.broker.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The last ten minutes of a pool but for the newest, each in a slot that is overwritten after ten minutes. What changed is an object until it
 * is written, all else bytes in the storage. Mutable; of one thread.
 */
final class TenMinutes {
    static final int COUNT = 10;

    private final String key;
    private final Storage storage;
    private final @Nullable Minute[] changed = new Minute[COUNT];
    /** Slots whose bytes no longer count, a bit for each. */
    private int dropped;

    private boolean written = true;

    TenMinutes(String key, Storage storage) {
        this.key = key;
        this.storage = storage;
    }

    /** Null: nothing is known of it. */
    @Nullable Minute find(long number) {
        var minute = held(slot(number));
        return minute != null && minute.number == number ? minute : null;
    }

    private @Nullable Minute held(int slot) {
        var minute = changed[slot];
        return minute != null || isDropped(slot) ? minute : storage.read(name(slot));
    }

    /** It takes the place of what its slot has, and is to be written. */
    void change(Minute minute) {
        int slot = slot(minute.number);
        var before = changed[slot];
        if (!minute.equals(before)) {
            changed[slot] = minute;
            storage.changed(before == null ? 1 : 0);
            written = false;
        }
    }

    /** Minutes above {@code number} are gone. */
    void dropLaterThan(long number) {
        for (int slot = 0; slot < COUNT; slot++) {
            var minute = held(slot);
            if (minute != null && minute.number > number) {
                forget(slot);
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
            var minute = changed[slot];
            if (minute != null) {
                storage.write(name(slot), minute);
                forget(slot);
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
            forget(slot);
            storage.delete(name(slot));
        }
        dropped = 0;
        written = true;
    }

    private void forget(int slot) {
        if (changed[slot] != null) {
            changed[slot] = null;
            storage.changed(-1);
        }
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
