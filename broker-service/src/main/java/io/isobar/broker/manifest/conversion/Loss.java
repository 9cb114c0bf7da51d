package io.isobar.broker.manifest.conversion;

/**
 * Something in a job file of another system that a workload cannot say.
 *
 * @param line in that file, from 1; 0: the file as a whole
 * @param what as it is written there, shortened
 * @param instead what happens instead, and what the author can do
 * @param changesMeaning the work may come out differently, so that nothing is run unless the author accepts it
 * @param field of a workload file that says it; where the author has said that as well, nothing is lost. Empty: there is none
 */
public record Loss(int line, String what, String instead, boolean changesMeaning, String field) {
    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + what + ": " + instead;
    }
}
