package io.isobar.broker.telemetry;

import org.jspecify.annotations.Nullable;

/** Where the minutes of all pools are written, and how many others than the newest ones have changed since. Mutable; of one thread. */
final class Storage {
    private final Slots slots;
    private final StateWriter writer = new StateWriter();
    private int changed;

    Storage(Slots slots) {
        this.slots = slots;
    }

    /** Null: there is none, or none that can be read. */
    @Nullable Minute read(String slot) {
        byte[] bytes = slots.get(slot);
        return bytes == null ? null : Minute.read(bytes);
    }

    void write(String slot, Minute minute) {
        slots.put(slot, minute.write(writer));
    }

    void delete(String slot) {
        slots.delete(slot);
    }

    void changed(int more) {
        changed += more;
    }

    int changed() {
        return changed;
    }
}
