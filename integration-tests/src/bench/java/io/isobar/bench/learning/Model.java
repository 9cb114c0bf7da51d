package io.isobar.bench.learning;

/** A model of accelerator, with what one cost by the hour on demand at Google in 2020. */
enum Model {
    V100("nvidia-v100-sxm2-16gb", "V100-16GB", 2.48),
    P100("nvidia-p100", "P100", 1.46),
    K80("nvidia-k80", "K80", 0.45);

    /** In the catalogue. */
    final String id;

    /** In a workload file. */
    final String spelling;

    final double dollarsPerHour;

    Model(String id, String spelling, double dollarsPerHour) {
        this.id = id;
        this.spelling = spelling;
        this.dollarsPerHour = dollarsPerHour;
    }
}
