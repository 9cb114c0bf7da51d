package io.isobar.cli.view;

import io.isobar.cli.text.Escapes;
import io.isobar.proto.region.v1.Provider;
import io.isobar.proto.region.v1.Region;
import java.util.ArrayList;
import java.util.List;

/** A provider with its regions. */
public final class ProviderText {
    private ProviderText() {}

    public static List<String> lines(Provider provider, List<Region> regions, Frame frame) {
        var lines = new ArrayList<String>();
        lines.add("Provider " + Escapes.line(provider.getName()));
        lines.add("");
        lines.addAll(RegionTable.of(regions, frame).lines(frame.width()));
        return lines;
    }
}
