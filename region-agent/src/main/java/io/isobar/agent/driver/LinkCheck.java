package io.isobar.agent.driver;

/**
 * What was found at one link between a region and what it needs.
 *
 * @param link to what: {@code slurm}, {@code state folder}
 * @param name of it: an address, a path, a program
 * @param finding what was seen, with the numbers
 * @param remedy what to do; empty where it is good
 */
public record LinkCheck(String link, String name, boolean good, String finding, String remedy) {
    /** The same, of one of several regions. */
    public LinkCheck of(String region) {
        return new LinkCheck(region + "/" + link, name, good, finding, remedy);
    }

    public static LinkCheck good(String link, String name, String finding) {
        return new LinkCheck(link, name, true, finding, "");
    }

    public static LinkCheck bad(String link, String name, String finding, String remedy) {
        return new LinkCheck(link, name, false, finding, remedy);
    }
}
