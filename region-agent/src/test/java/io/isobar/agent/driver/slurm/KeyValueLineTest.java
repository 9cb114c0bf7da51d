package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyValueLineTest {
    private static final KeyValueLine LINE = new KeyValueLine(
            "NodeName=a=b AllocCPUTot=3 CPUTot=4  OS=Linux 6.1 #1 SMP = 64 Extra= Empty= "
                    + "Nothing=(null)\tNumber=0123456789012345678 Word=12x Reason=wrong: Extra=x CPUTot=9 see 1st=no last=yes");

    @Test
    void aValueEndsWhereTheNextKeyBegins() {
        assertThat(LINE.text("NodeName")).contains("a=b");
        assertThat(LINE.text("OS")).contains("Linux 6.1 #1 SMP = 64");
        assertThat(LINE.text("CPUTot")).contains("4");
        assertThat(LINE.text("last")).contains("yes");
    }

    @Test
    void whatFollowsAKeyWithoutAWordBetweenIsNoKey() {
        assertThat(LINE.text("a")).isEmpty();
        assertThat(LINE.text("Tot")).isEmpty();
        assertThat(LINE.text("CPUTo")).isEmpty();
        assertThat(LINE.text("Reason")).contains("wrong:");
    }

    @Test
    void ofAKeyThatIsThereTwiceTheFirstCounts() {
        assertThat(LINE.text("Extra")).isEmpty();
        assertThat(LINE.number("CPUTot")).hasValue(4);
    }

    @Test
    void nothingIsNoValue() {
        assertThat(LINE.text("Empty")).isEmpty();
        assertThat(LINE.text("Nothing")).isEmpty();
        assertThat(LINE.text("Absent")).isEmpty();
    }

    @Test
    void onlyDigitsOfWhichThereAreNotTooManyAreANumber() {
        assertThat(LINE.number("AllocCPUTot")).hasValue(3);
        assertThat(LINE.number("Number")).isEmpty();
        assertThat(LINE.number("Word")).isEmpty();
        assertThat(LINE.number("Empty")).isEmpty();
    }
}
