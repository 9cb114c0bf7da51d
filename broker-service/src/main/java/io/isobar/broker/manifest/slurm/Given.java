package io.isobar.broker.manifest.slurm;

/**
 * An option as a script gives it.
 *
 * @param value empty where it has none
 */
record Given(SbatchOption option, String value, int line) {
    /** As messages show it: {@code --gres=gpu:8}. */
    String shown() {
        return value.isEmpty() ? option.toString() : option + "=" + value;
    }
}
