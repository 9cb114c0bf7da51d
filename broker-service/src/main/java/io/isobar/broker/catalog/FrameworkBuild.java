package io.isobar.broker.catalog;

/**
 * A package of a framework, held against an accelerator.
 *
 * @param framework {@code PyTorch}, {@code Torch-npu}, {@code MindSpore}
 * @param version of the package; {@code 2.11+} is that and later ones
 * @param builtFor {@code cu128}, {@code CANN 8.5.0}
 * @param coverage whether it runs on the accelerator
 */
public record FrameworkBuild(String framework, String version, String builtFor, Coverage coverage, String source) {}
