package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One accelerator of the catalogue. Null is unknown, never zero. Figures are per card as sold; a card may show as
 * several devices, and what is allocated and asked for is a device: {@link #memoryPerUnit} and {@link #denseTflops}
 * are per such unit.
 *
 * @param id canonical: {@code nvidia-a100-sxm4-80gb}
 * @param aliases other names that mean this model and no other; the first one is how messages call it
 * @param architecture what binaries are built for: {@code sm_80}, {@code ascend910b}
 * @param market where it is sold, as its source has it
 * @param unitKind what one device is
 * @param devicesPerCard 1 to 64
 * @param cardMemory nominal memory of the card. What vendors call GB of device memory are GiB.
 * @param reportedMemory what the driver reports for one device
 * @param memoryBandwidth 10^9 bytes a second, of the card
 * @param interconnectBandwidth 10^9 bytes a second, of one device
 * @param powerWatts of the card
 */
public record AcceleratorModel(
        String id,
        String vendor,
        String model,
        List<String> aliases,
        SoftwareStack stack,
        @Nullable String architecture,
        @Nullable String formFactor,
        @Nullable String market,
        @Nullable UnitKind unitKind,
        @Nullable Integer devicesPerCard,
        @Nullable Memory cardMemory,
        @Nullable Memory reportedMemory,
        @Nullable String memoryType,
        Precisions precisions,
        @Nullable Double memoryBandwidth,
        @Nullable String interconnect,
        @Nullable Double interconnectBandwidth,
        @Nullable Integer powerWatts,
        @Nullable Integer year,
        Confidence confidence,
        String source,
        String notes) {

    public AcceleratorModel {
        aliases = List.copyOf(aliases);
    }

    /** Ids are unique within a catalogue; hashing every figure would make sets of models slow. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** How messages call it; a request with this name means this model. */
    public String name() {
        return aliases.isEmpty() ? id : aliases.getFirst();
    }

    /** Memory of one allocatable unit: as the driver reports it, else the card's nominal divided by its devices. */
    public Optional<Memory> memoryPerUnit() {
        return reportedMemory != null ? Optional.of(reportedMemory) : nominalMemoryPerUnit();
    }

    /** Nominal memory of one allocatable unit; empty also where the number of devices of a card is unknown. */
    public Optional<Memory> nominalMemoryPerUnit() {
        return cardMemory == null || devicesPerCard == null
                ? Optional.empty()
                : Optional.of(new Memory(cardMemory.bytes() / devicesPerCard));
    }

    /** Dense peak of one allocatable unit in 10^12 operations a second; empty where it is not known. */
    public OptionalDouble denseTflops(Precision precision) {
        OptionalDouble card = precisions.densePerCard(precision);
        return card.isEmpty() || devicesPerCard == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(card.getAsDouble() / devicesPerCard);
    }

    /** As {@link #denseTflops(Precision)} for a name such as {@code bf16}; empty also for an unknown name. */
    public OptionalDouble denseTflops(String precision) {
        Optional<Precision> known = Precision.of(precision);
        return known.isPresent() ? denseTflops(known.get()) : OptionalDouble.empty();
    }

    public Support support(Precision precision) {
        return precisions.support(precision);
    }

    /** Whether it is known to compute in a precision such as {@code bf16}; false for missing and for unknown alike. */
    public boolean supports(String precision) {
        return Precision.of(precision).map(this::support).orElse(Support.UNKNOWN) == Support.PRESENT;
    }
}
