package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final Policy POLICY = new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test");

    private static Draw draw(String modelId, int units, @Nullable NamedUnit unit) {
        var model = Pools.CATALOG.find(modelId).orElseThrow();
        var spec = Specs.but(Specs.gang(1, units, 1.0), draft -> {
            draft.accelerators.clear();
            draft.accelerators.add(new AcceleratorChoice.Named(model.name(), modelId, units, null, unit));
        });
        // 16 processors at 3.5 W, 100 GB at 0.392 W
        var shape = new ReplicaShape(units, 16_000, 100_000_000_000L);
        return Draw.of(spec, new PortabilityGate.Way(0, 0, units, List.of()), shape, model, POLICY);
    }

    @Test
    void aCardDrawsItsWholePowerBesideWhatItsHostDoes() {
        assertThat(draw(Pools.A100_80, 4, null)).isEqualTo(new Draw.Known(4, 400, 95.2));
    }

    @Test
    void aDieOfTwoDrawsHalf() {
        // 500 W a card of two dies
        assertThat(draw("amd-mi250x", 2, null)).isEqualTo(new Draw.Known(2, 250, 95.2));
    }

    @Test
    void aPartitionDrawsItsShareOfTheSlices() {
        assertThat(draw(Pools.A100_80, 1, NamedUnit.partition("1g.10gb")))
                .isEqualTo(new Draw.Known(1, 400 * (1.0 / 7), 95.2));
    }

    @Test
    void whatIsNotInTheCatalogueIsNotKnown() {
        assertThat(draw("huawei-ascend-910c", 1, null))
                .isEqualTo(new Draw.Unknown("the power of huawei-ascend-910c is not known"));
        assertThat(draw(Pools.A100_80, 1, NamedUnit.partition("9g.99gb"))).isInstanceOf(Draw.Unknown.class);
    }
}
