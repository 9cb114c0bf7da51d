package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.proto.region.v1.Provider;
import java.util.List;

/** Providers, one line each. */
public final class ProviderTable {
    private ProviderTable() {}

    public static Table of(List<Provider> providers) {
        var table = new Table(Column.text("PROVIDER", 20), Column.number("REGIONS"), Column.text("NAMES", 20));
        providers.forEach(provider -> table.row(
                provider.getName(),
                Amounts.count(provider.getRegionsCount()),
                String.join(", ", provider.getRegionsList())));
        return table;
    }
}
