package io.isobar.broker.catalog;

import io.isobar.broker.catalog.Spelling.Form;
import java.util.List;

/**
 * Reads accelerators in whatever form somebody has them at hand: a name, a request of a workload file, a resource or label of
 * Kubernetes, generic and trackable resources of Slurm. It says how it understood them, and never fails. Immutable, for any number
 * of threads.
 */
public final class SpellingReader {
    private final KubernetesSpellings kubernetes;
    private final SlurmSpellings slurm;
    private final RequestSpellings requests;

    public SpellingReader(AcceleratorCatalog catalog) {
        this.kubernetes = new KubernetesSpellings(catalog);
        this.slurm = new SlurmSpellings(catalog);
        this.requests = new RequestSpellings(catalog);
    }

    /** One for each thing that the text asks for; at least one. */
    public List<Spelling> read(String text) {
        var plain = text.strip();
        if (kubernetes.recognises(plain)) {
            return List.of(kubernetes.read(plain));
        }
        if (SlurmSpellings.isTrackable(plain)) {
            return slurm.trackable(plain);
        }
        if (SlurmSpellings.isGeneric(plain)) {
            return slurm.generic(plain);
        }
        return List.of(requests.read(plain));
    }

    static Spelling unread(String text, Form form, String why) {
        return new Spelling(text, form, why, new Resolution.Unknown(List.of()), null, null);
    }

    /** Any of several models; the one where there is only one. */
    static Resolution oneOf(List<AcceleratorModel> models) {
        return switch (models.size()) {
            case 0 -> new Resolution.Unknown(List.of());
            case 1 -> Resolution.Exact.whole(models.getFirst());
            default -> new Resolution.Ambiguous(models);
        };
    }
}
