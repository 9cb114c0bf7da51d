package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Spelling.Form;
import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads accelerators as Slurm writes them: generic resources ({@code gpu:a100:8}) and trackable ones ({@code gres/gpu:a100=8}). */
final class SlurmSpellings {
    private static final int MOST = 64;
    private static final Pattern TRACKABLE = Pattern.compile(
            "(?:--tres[a-z-]*=)?(?:cpu|mem|node|billing|energy|license/[^=,]*|fs/[^=,]*|vmem|pages|gres/[^=]*)=.*");
    /** Without the parts of a request: {@code gpu:A100:80GB:8} has one too many. */
    private static final Pattern GENERIC = Pattern.compile(
            "(?:--(?:gres|gpus-per-node|gpus)=)?(?:gres[/:])?[A-Za-z]{2,8}(?::[^:()]+){0,2}(?:\\([^()]*\\))?"
                    + "(?:,.*)?");

    private static final Pattern OPTION = Pattern.compile("^--[a-z-]+=");
    private static final Pattern GRES_PREFIX = Pattern.compile("^(?:gres[/:])?");

    private final AcceleratorCatalog catalog;

    SlurmSpellings(AcceleratorCatalog catalog) {
        this.catalog = catalog;
    }

    static boolean isTrackable(String text) {
        return TRACKABLE.matcher(text).matches();
    }

    static boolean isGeneric(String text) {
        var plain = withoutOption(text);
        var first = GRES_PREFIX.matcher(plain).replaceFirst("").split("[:,(]", 2)[0];
        return DeviceKinds.isKind(first) && GENERIC.matcher(text).matches();
    }

    List<Spelling> trackable(String text) {
        try {
            return all(text, SlurmTres.parse(withoutOption(text)).gres(), Form.SLURM_TRES);
        } catch (QuantityException unreadable) {
            return List.of(SpellingReader.unread(text, Form.SLURM_TRES, String.valueOf(unreadable.getMessage())));
        }
    }

    List<Spelling> generic(String text) {
        try {
            return all(text, Gres.parse(withoutOption(text)), Form.SLURM_GRES);
        } catch (QuantityException unreadable) {
            return List.of(SpellingReader.unread(text, Form.SLURM_GRES, String.valueOf(unreadable.getMessage())));
        }
    }

    private List<Spelling> all(String text, List<Gres> listed, Form form) {
        var spellings = new ArrayList<Spelling>();
        listed.stream().limit(MOST).forEach(gres -> spellings.add(one(gres, form)));
        return spellings.isEmpty()
                ? List.of(SpellingReader.unread(text, form, "resources of Slurm without an accelerator among them"))
                : spellings;
    }

    private Spelling one(Gres gres, Form form) {
        var what = (form == Form.SLURM_TRES ? "the trackable resource gres/" : "the generic resource ") + gres.name();
        var type = gres.type();
        var text = gres.name() + (type == null ? "" : ":" + type) + ":" + gres.count();
        if (type != null) {
            return new Spelling(
                    text, form, what + " of type " + type, catalog.resolver().resolve(type), gres.count(), null);
        }
        var models = DeviceKinds.models(catalog, gres.name());
        return new Spelling(
                text,
                form,
                what + (models.isEmpty() ? ", which is the site's own word" : " without a type, so that it may be any"),
                SpellingReader.oneOf(models),
                gres.count(),
                null);
    }

    private static String withoutOption(String text) {
        return OPTION.matcher(text).replaceFirst("");
    }
}
