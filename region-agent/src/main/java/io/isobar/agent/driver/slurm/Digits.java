package io.isobar.agent.driver.slurm;

/** Numbers in what Slurm's programs print, of which there may be many at every look. */
final class Digits {
    private Digits() {}

    /** Whether it is one to so many of the digits 0 to 9, and nothing else. */
    static boolean are(String text, int most) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < '0' || character > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= most;
    }
}
