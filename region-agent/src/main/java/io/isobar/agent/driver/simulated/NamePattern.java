package io.isobar.agent.driver.simulated;

/** A name in which * stands for any characters. Matches without backtracking over more than one star. */
public record NamePattern(String pattern) {
    public boolean matches(String name) {
        int at = 0;
        int place = 0;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (place < pattern.length() && pattern.charAt(place) == '*') {
                star = place++;
                resume = at;
            } else if (place < pattern.length() && pattern.charAt(place) == name.charAt(at)) {
                place++;
                at++;
            } else if (star >= 0) {
                place = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (place < pattern.length() && pattern.charAt(place) == '*') {
            place++;
        }
        return place == pattern.length();
    }
}
