package io.isobar.broker.telemetry;

import org.jspecify.annotations.Nullable;

/** Where the minutes of all pools are kept as bytes, and how many bytes are held back from it by now. Mutable; of one thread. */
final class Storage {
    private final Slots slots;
    private final StateWriter writer = new StateWriter();
    private long heldBack;

    Storage(Slots slots) {
        this.slots = slots;
    }

    byte[] bytes(Minute minute) {
        return minute.write(writer);
    }

    byte @Nullable [] read(String slot) {
        return slots.get(slot);
    }

    void write(String slot, byte[] minute) {
        slots.put(slot, minute);
    }

    void delete(String slot) {
        slots.delete(slot);
    }

    void heldBack(int more) {
        heldBack += more;
    }

    long heldBack() {
        return heldBack;
    }
}
